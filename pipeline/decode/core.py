"""From the bytes and headers of a source record to an `Article`. Pure but for the look-up of schemas."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from connectors.charsets import codec_of, content_type, page_text
from connectors.records import Headers, SourceRecord
from connectors.registry.settings import RegistrySettings
from pipeline.decode import container
from pipeline.decode.avro_form import SINGLE_OBJECT_MAGIC, SchemaLookup, no_registry, read_avro
from pipeline.decode.fields import article, article_of
from pipeline.decode.json_form import read_json
from pipeline.errors import BadRecordError, Reason
from pipeline.records import Article

CONTENT_TYPE_HEADER = "content-type"
FINGERPRINT_HEADER = "avro-schema-fingerprint"


@dataclass(frozen=True, slots=True)
class DecodeSettings:
    """The largest record to decode, and the registry of the schemas that framed values name."""

    max_record_bytes: int = 10_000_000
    registry: RegistrySettings | None = None


class Form(Enum):
    """How an article is written down."""

    JSON = auto()
    AVRO = auto()
    TEXT = auto()
    HTML = auto()


_MEDIA_TYPES = {
    "application/json": Form.JSON,
    "text/json": Form.JSON,
    "avro/binary": Form.AVRO,
    "application/avro": Form.AVRO,
    "application/vnd.apache.avro+binary": Form.AVRO,
    "application/x-avro-binary": Form.AVRO,
    "text/plain": Form.TEXT,
    "text/html": Form.HTML,
    "application/xhtml+xml": Form.HTML,
}
# No text starts with the bytes 0 to 2; plain Avro of an article does (the branch of its first union), as does
# what is framed.
_BINARY = (container.MAGIC, SINGLE_OBJECT_MAGIC, b"\x00", b"\x01", b"\x02")
_JSON_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{|\[\s*\{)")
_HTML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[a-zA-Z!?]")


def decode(record: SourceRecord, settings: DecodeSettings, lookup: SchemaLookup = no_registry) -> Article:
    """The article that `record` holds; not cleaned, and possibly with empty text.

    The form is that of the content-type header, else it is recognised by the bytes: Avro, a JSON object,
    HTML, else plain text. Text and JSON are UTF-8 unless the header names a charset; HTML may be in any.
    `lookup` finds the schema of a framed value by its id. Raises BadRecordError, whose message is one line.
    """
    value = record.value
    if not value:
        raise BadRecordError(Reason.NO_CONTENT, "the record has no value")
    if len(value) > settings.max_record_bytes:
        message = (
            f"the record has {len(value)} bytes; the most that is decoded is {settings.max_record_bytes}"
        )
        raise BadRecordError(Reason.TOO_LARGE, message)
    headers = _readable(record.headers)
    media_type, charset = content_type(headers.get(CONTENT_TYPE_HEADER, ""))
    fingerprint = headers.get(FINGERPRINT_HEADER)
    match _form(media_type, fingerprint, value):
        case Form.AVRO:
            return article_of(read_avro(value, fingerprint, lookup, settings.max_record_bytes))
        case Form.JSON:
            return article_of(read_json(_characters(value, charset)))
        case Form.HTML:
            return article(text=None, html=_page(value, charset))
        case Form.TEXT:
            return article(text=_characters(value, charset), html=None)


def _readable(headers: Headers) -> Mapping[str, str]:
    """Headers that have a value, by name in lower case; of several, the last, as Kafka has it."""
    return {name.lower(): value.decode("utf-8", "replace") for name, value in headers if value}


def _form(media_type: str, fingerprint: str | None, value: bytes) -> Form:
    if media_type in _MEDIA_TYPES:
        return _MEDIA_TYPES[media_type]
    if media_type.endswith("+json"):
        return Form.JSON
    if fingerprint is not None or value.startswith(_BINARY):
        return Form.AVRO
    if _JSON_START.match(value):
        return Form.JSON
    return Form.HTML if _HTML_START.match(value) else Form.TEXT


def _characters(value: bytes, charset: str | None) -> str:
    codec = codec_of(charset) if charset else "utf-8-sig"
    if codec is None:
        raise BadRecordError(Reason.NOT_DECODABLE, f"unknown charset {ascii(charset)[:40]}")
    try:
        return value.decode(codec)
    except UnicodeDecodeError as error:
        name = charset or "utf-8"
        raise BadRecordError(Reason.NOT_DECODABLE, f"byte {error.start} of the value is not {name}") from None


def _page(value: bytes, charset: str | None) -> str:
    html = page_text(value, charset)
    if html is None:
        raise BadRecordError(Reason.NOT_DECODABLE, "the HTML is in no known encoding")
    return html
