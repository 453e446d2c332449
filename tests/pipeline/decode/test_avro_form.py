import json
import zlib
from datetime import UTC, datetime
from typing import Any

import fastavro
import pytest

import schemas
from connectors.registry.client import RegistryError, UnknownSchemaError
from connectors.registry.framing import frame
from pipeline.decode.core import DecodeSettings, decode
from pipeline.errors import BadRecordError, Reason
from tests.pipeline.decode.conftest import Refused, avro, container, read, record

AVRO = ("content-type", b"avro/binary")
WHEN = datetime(2023, 9, 17, 10, tzinfo=UTC)
ARTICLE = {
    "id": "n-1",
    "title": "Envoy arrives",
    "text": "The envoy arrived.",
    "published_at": WHEN,
    "language": "en",
}
FOREIGN = fastavro.parse_schema(
    {
        "type": "record",
        "name": "com.example.NewsItem",
        "fields": [
            {"name": "headline", "type": "string"},
            {"name": "articleBody", "type": "string"},
            {"name": "datePublished", "type": {"type": "long", "logicalType": "timestamp-micros"}},
            {"name": "tags", "type": {"type": "array", "items": "string"}},
        ],
    }
)
ITEM = {
    "headline": "Envoy arrives",
    "articleBody": "The envoy arrived.",
    "datePublished": WHEN,
    "tags": ["a"],
}


def _fingerprint(value: str) -> tuple[str, bytes]:
    return "avro-schema-fingerprint", value.encode()


def test_plain_avro_with_and_without_headers() -> None:
    value = avro(ARTICLE)
    for headers in ((), (AVRO,), (AVRO, _fingerprint(schemas.fingerprint("article")))):
        article = read(value, *headers)
        assert (article.article_id, article.title, article.text) == (
            "n-1",
            "Envoy arrives",
            "The envoy arrived.",
        )
        assert article.published_at == WHEN


@pytest.mark.parametrize("first", ["id", "title", "text", "html"])
def test_plain_avro_starting_with_nulls_is_not_taken_for_framed(first: str) -> None:
    article = read(avro({first: "<p>x", "text": "x"}))
    assert article.text == "x"


def test_every_released_version_is_known_by_its_fingerprint() -> None:
    for text in schemas.released("article").values():
        value = avro({"text": "x"}, schemas.parsed(text))
        assert read(value, _fingerprint(schemas.fingerprint_of(text))).text == "x"


def test_single_object_encoding() -> None:
    mark = b"\xc3\x01" + bytes.fromhex(schemas.fingerprint("article"))
    assert read(mark + avro(ARTICLE)).article_id == "n-1"


def test_unknown_fingerprint(refused: Refused) -> None:
    assert refused(avro(ARTICLE), _fingerprint("00" * 8)).reason is Reason.UNKNOWN_SCHEMA
    assert refused(avro(ARTICLE), _fingerprint("\nnot hexadecimal" * 90)).reason is Reason.UNKNOWN_SCHEMA


@pytest.mark.parametrize("codec", ["null", "deflate"])
def test_a_container_brings_its_schema(codec: str) -> None:
    article = read(container([ITEM], FOREIGN, codec))
    assert (article.title, article.text, article.published_at) == (
        "Envoy arrives",
        "The envoy arrived.",
        WHEN,
    )


@pytest.mark.parametrize("records", [[], [ARTICLE, ARTICLE]])
def test_a_container_holds_one_record(records: list[dict[str, Any]], refused: Refused) -> None:
    assert refused(container(records)).reason is Reason.WRONG_TYPE


def test_a_container_of_another_codec_is_refused(refused: Refused) -> None:
    error = refused(container([ARTICLE], codec="bzip2"))
    assert error.reason is Reason.NOT_DECODABLE
    assert "bzip2" in str(error)


def test_a_container_that_swells_is_too_large(refused: Refused) -> None:
    value = container([{"text": "x" * 1_000_000}], codec="deflate")
    assert len(value) < 10_000
    assert refused(value, max_record_bytes=100_000).reason is Reason.TOO_LARGE


def test_avro_that_ends_early(refused: Refused) -> None:
    whole = avro(ARTICLE)
    for end in range(1, len(whole)):
        assert refused(whole[:end], AVRO).reason is Reason.NOT_DECODABLE
    for whole in (
        avro({"text": "The envoy arrived."}),
        container([ARTICLE]),
        container([ITEM], FOREIGN, "deflate"),
    ):
        for end in range(5, len(whole), 7):
            assert refused(whole[:end], AVRO).reason in (Reason.NOT_DECODABLE, Reason.WRONG_TYPE)


def test_avro_with_something_behind(refused: Refused) -> None:
    assert refused(avro(ARTICLE) + b"x", AVRO).reason is Reason.NOT_DECODABLE


def test_a_date_out_of_range(refused: Refused) -> None:
    far = fastavro.parse_schema(
        {
            "type": "record",
            "name": "A",
            "fields": [{"name": "text", "type": "string"}, {"name": "date", "type": "long"}],
        }
    )
    assert refused(container([{"text": "x", "date": 2**62}], far)).reason is Reason.WRONG_TYPE


def test_a_framed_value_is_read_with_the_registrys_schema() -> None:
    value = frame(100_007, avro(ITEM, FOREIGN))
    asked = []

    def lookup(schema_id: int) -> Any:
        asked.append(schema_id)
        return FOREIGN

    article = decode(record(value), DecodeSettings(), lookup)
    assert (article.title, article.published_at, asked) == ("Envoy arrives", WHEN, [100_007])


@pytest.mark.parametrize("schema_id", [0, 1, 2, 7, 512, 100_007, 2**31])
def test_a_framed_article_of_any_id(schema_id: int) -> None:
    value = frame(schema_id, avro(ARTICLE))
    assert decode(record(value), DecodeSettings(), lambda _: schemas.load("article")).article_id == "n-1"


def test_an_unknown_schema_id(refused: Refused) -> None:
    error = refused(frame(7, avro(ARTICLE)))
    assert error.reason is Reason.UNKNOWN_SCHEMA
    assert "7" in str(error)

    def unknown(schema_id: int) -> Any:
        raise UnknownSchemaError(f"no schema has the id {schema_id}")

    with pytest.raises(BadRecordError, match="no schema has the id 7") as caught:
        decode(record(frame(7, avro(ARTICLE))), DecodeSettings(), unknown)
    assert caught.value.reason is Reason.UNKNOWN_SCHEMA


def test_a_registry_that_is_down_is_not_the_records_fault() -> None:
    def down(_: int) -> Any:
        raise RegistryError("the schema registry can't be reached", retryable=True)

    with pytest.raises(BadRecordError, match="replay") as caught:
        decode(record(frame(7, b"x")), DecodeSettings(), down)
    assert caught.value.reason is Reason.INTERNAL_ERROR


def _with_header_schema(schema: Any, payload: bytes) -> bytes:
    """A container whose header holds `schema` as it is."""
    header = {"magic": b"Obj\x01", "meta": {"avro.schema": json.dumps(schema).encode()}, "sync": b"s" * 16}
    long = fastavro.parse_schema({"type": "long"})
    return b"".join(
        [
            avro(header, fastavro.schema.parse_schema(fastavro._read_py.HEADER_SCHEMA)),
            avro(1, long),  # type: ignore[arg-type]
            avro(len(payload), long),  # type: ignore[arg-type]
            payload,
            b"s" * 16,
        ]
    )


def _record_of(kind: Any) -> dict[str, Any]:
    return {"type": "record", "name": "A", "fields": [{"name": "text", "type": kind}]}


EMPTY = {"type": "record", "name": "E", "fields": []}
DEEP: Any = "string"
for _ in range(200):
    DEEP = {"type": "array", "items": DEEP}


@pytest.mark.parametrize(
    ("schema", "payload"),
    [
        (_record_of({"type": "array", "items": "null"}), b"\xfe\xff\xff\xff\xff\xff\xff\xff\x7f"),
        (_record_of({"type": "array", "items": EMPTY}), b"\xfe\xff\xff\xff\xff\xff\xff\xff\x7f"),
        (
            _record_of({"type": "array", "items": {"type": "fixed", "name": "F", "size": 0}}),
            b"\xfe\xff\xff\xff\x7f",
        ),
        (_record_of(["null", "A"]), b"\x02" * 200_000),
        (_record_of(DEEP), b"\x02" * 200),
        (_record_of("nothing of the kind"), b""),
        (_record_of(None), b""),
        ({"type": "record", "name": "A", "fields": "x"}, b""),
        ({"type": "record", "fields": []}, b""),
    ],
)
def test_schemas_that_would_hang_or_crash_the_reader(schema: Any, payload: bytes, refused: Refused) -> None:
    assert refused(_with_header_schema(schema, payload)).reason is Reason.UNKNOWN_SCHEMA


def test_a_deflated_block_that_is_not_deflated(refused: Refused) -> None:
    value = container([ARTICLE], codec="deflate")
    packed = value[-16 - 30 : -16]
    assert (
        refused(value.replace(packed, zlib.compress(b"x" * 9).ljust(30)[:30])).reason is Reason.NOT_DECODABLE
    )
