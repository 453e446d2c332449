"""Articles all the way to events: the title in the first line, the text below."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from spacy.language import Language

import schemas
from pipeline.enrich.core import enrich
from pipeline.errors import BadRecordError
from pipeline.extract.core import extract
from pipeline.extract.model import PACKAGED_MODEL, load_model
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.group.transform import grouped
from pipeline.outcome import enriched_article
from pipeline.records import Article, Item, Outcome, as_record
from tests.fuzz.properties import check_clean, check_written, in_time, source_record

_PUBLISHED = datetime(2025, 3, 5, 10, tzinfo=UTC)


@cache
def _model() -> Language:
    """The language model, having read one article, so that its tables are there."""
    model = load_model(PACKAGED_MODEL)
    extract(model, [Article("a", title="MINISTERS MEET", text="POLICE ARRESTED 11 MEN, THE ARMY SAID.")])
    return model


def check(data: bytes) -> None:
    """Whatever the words, all that is found lies where it says, and is written and read back the same."""
    title, _, text = data.decode("utf-8", "replace").partition("\n")
    article = Article(
        "a", title=title or None, text=text, source="paper.example", published_at=_PUBLISHED, language="en"
    )
    model = _model()
    with in_time():
        try:
            item = check_clean(Item(source_record(data), article))
        except BadRecordError:
            return
        if item.outcome is not Outcome.EXTRACTED or item.article is None:
            return
        item = grouped(replace(item, outcome=None), Index("en", GroupSettings()))
        assert item.grouping is not None
        (extraction,) = extract(model, [item.article])
        enrichment = enrich(item.article, item.grouping, extraction, "model")
    item = replace(item, extraction=extraction, enrichment=enrichment, outcome=Outcome.EXTRACTED)
    records = [as_record(event) for event in enrichment.events]
    for event in records:
        check_written(schemas.EVENT, event)
    whole = as_record(enriched_article(item, "model"))
    check_written(schemas.ENRICHED_ARTICLE, whole)
    for span in _spans([whole, *records]):
        part = item.article.title if span["part"] == "TITLE" else item.article.text
        assert (part or "")[span["start"] : span["end"]] == span["text"], span
    ids = {event.event_id for event in enrichment.events}
    assert len(ids) == len(enrichment.events)
    assert ids.issuperset({event.mention_of for event in enrichment.events} - {None})
    assert enrichment.main_event_id in ids | {None}


def _spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every part of a record that names characters of the article."""
    if isinstance(value, dict):
        if {"text", "start", "end", "part"} <= value.keys() and value["text"]:
            yield value
        for inner in value.values():
            yield from _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)
