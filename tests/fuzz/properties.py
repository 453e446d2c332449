"""What must hold for every input, whatever its bytes."""

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

import fastavro

import schemas
from connectors.records import Headers, Origin, SourceRecord
from connectors.registry.client import UnknownSchemaError
from pipeline.clean.core import CleanSettings, clean
from pipeline.clean.language import detected
from pipeline.decode.avro_form import registry_lookup
from pipeline.decode.core import DecodeSettings, decode
from pipeline.encode import Encoder
from pipeline.enrich.ready import ready
from pipeline.errors import BadRecordError, Reason
from pipeline.fingerprint.transform import Fingerprint
from pipeline.outcome import dead_letter, enriched_article
from pipeline.records import Article, Item, Outcome, as_record

SECONDS = 2.0
"""Processor time that an input of up to 100 kB may take."""
_DECODE, _CLEAN = DecodeSettings(), CleanSettings()
_WIDER = {
    "type": "record",
    "name": "Story",
    "fields": [
        {"name": "headline", "type": ["null", "string"]},
        {"name": "body", "type": "string"},
        {"name": "date", "type": {"type": "int", "logicalType": "date"}},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
    ],
}


class _Registry:
    """A registry that has Dateline's own schema under 1 and another publisher's under 2."""

    def schema(self, schema_id: int) -> Any:
        known = {1: schemas.load(schemas.ARTICLE), 2: _WIDER}
        if schema_id not in known:
            raise UnknownSchemaError(f"no schema has the id {schema_id}")
        return known[schema_id]


_lookup = registry_lookup(_Registry())  # type: ignore[arg-type]


class TooSlowError(AssertionError):
    """An input takes longer than it may."""


@contextmanager
def in_time(seconds: float = SECONDS) -> Iterator[None]:
    """Raises TooSlowError if the context takes more than `seconds` of this thread's processor time."""
    _loaded()
    began = time.thread_time()
    yield
    took = time.thread_time() - began
    if took > seconds:
        raise TooSlowError(f"took {took:.1f} s, more than {seconds} s")


@cache
def _loaded() -> None:
    """Read the tables that the first article waits for."""
    ready()
    detected("The ministers met on Monday to discuss the price of wheat and of copper.", None, "en")


def source_record(value: bytes, headers: Headers = ()) -> SourceRecord:
    """A record as Kafka gives it."""
    return SourceRecord(Origin("articles", 0, 7), 7, 1_700_000_000_000, b"key", value, headers)


def check_record(record: SourceRecord) -> Item:
    """Decode and clean `record`; what comes of it can be written, and reads back the same.

    What is no BadRecordError goes up: in the pipeline it would be an internal error.
    """
    item, step = Item(record), "decode"
    try:
        item = replace(item, article=decode(record, _DECODE, _lookup))
        step = "clean"
        item = check_clean(item)
    except BadRecordError as error:
        item = item.failed(step, error)
        check_refusal(error)
        check_written(schemas.DEAD_LETTER, dead_letter(item))
        return item
    check_written(schemas.ENRICHED_ARTICLE, as_record(enriched_article(item, "model")))
    return item


def check_clean(item: Item) -> Item:
    """`item` with its article cleaned and an outcome. Raises BadRecordError."""
    assert item.article is not None
    check_decoded(item.article)
    article, outcome = clean(item.article, _CLEAN)
    check_cleaned(article)
    (item,) = Fingerprint()([replace(item, article=article)])
    assert item.failure is None, item.failure
    return replace(item, outcome=outcome or Outcome.EXTRACTED)


def check_decoded(article: Article) -> None:
    """An article has an id and something to read, and its date has a zone."""
    assert article.article_id
    assert article.text is not None or article.html is not None
    assert article.published_at is None or article.published_at.tzinfo is not None


def check_cleaned(article: Article) -> None:
    """Cleaned text is lines without white space at their ends, so that offsets into it mean one thing."""
    text = article.text
    assert text is not None
    assert article.html is None
    assert text == "\n".join(line.strip() for line in text.split("\n") if line.strip())
    assert text.splitlines() == (text.split("\n") if text else [])
    assert "\0" not in text
    assert article.title is None or article.title == " ".join(article.title.split()) != ""


def check_refusal(error: BadRecordError, reason: Reason | None = None) -> None:
    """Why a record was refused is one line of sensible length, and for `reason`, if there can be but one."""
    assert reason in (None, error.reason)
    assert len(str(error).splitlines()) == 1
    assert len(str(error).encode()) < 1_000


def check_written(schema: str, record: dict[str, Any]) -> None:
    """`record` can be written in `schema`, and reads back the same to the millisecond."""
    read = fastavro.schemaless_reader(
        io.BytesIO(Encoder().encode(schema, record)), schemas.load(schema), None
    )
    assert read == _to_the_millisecond(record)


def _to_the_millisecond(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    if isinstance(value, dict):
        return {name: _to_the_millisecond(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_to_the_millisecond(inner) for inner in value]
    return value
