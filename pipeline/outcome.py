"""A settled item as the records that come out."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pipeline import __version__
from pipeline.records import EnrichedArticle, Enrichment, Item, as_record

ATTEMPTS_HEADER = "dateline-attempts"
_YEAR_10000_MS = 253_402_300_800_000


def enriched_article(item: Item, model_version: str) -> EnrichedArticle:
    """What became of a settled item that did not fail. Raises ValueError if it isn't one."""
    article, grouping, outcome = item.article, item.grouping, item.outcome
    if article is None or outcome is None:
        raise ValueError("only an item with an outcome becomes an enriched article")
    found = item.enrichment or Enrichment()
    return EnrichedArticle(
        article_id=article.article_id,
        title=article.title,
        text=article.text or "",
        published_at=article.published_at,
        language=article.language,
        source=article.source,
        url=article.url,
        outcome=outcome,
        duplicate_of=grouping.duplicate_of if grouping else None,
        similarity=grouping.similarity if grouping else None,
        update_of=grouping.update_of if grouping else None,
        story_id=grouping.story_id if grouping else None,
        story_title=grouping.story_title if grouping else None,
        places=found.places,
        times=found.times,
        entities=found.entities,
        quotes=found.quotes,
        main_event_id=found.main_event_id,
        origin=item.record.origin,
        pipeline_version=__version__,
        model_version=model_version,
    )


def dead_letter(item: Item) -> dict[str, Any]:
    """The dead letter of a failed item, as fastavro writes it. Raises ValueError if the item didn't fail."""
    record, failure = item.record, item.failure
    if failure is None:
        raise ValueError("only a failed item becomes a dead letter")
    return {
        "key": record.key,
        "value": record.value,
        "headers": [{"name": name, "value": value} for name, value in record.headers],
        "timestamp": _instant(record.timestamp_ms),
        "origin": as_record(record.origin),
        "stage": failure.stage,
        "reason": failure.reason.value,
        "error": failure.error,
        "failed_at": datetime.now(UTC),
        "attempts": 1 + attempts(record.headers),
        "pipeline_version": __version__,
    }


def without_value(item: Item, reason: str) -> Item:
    """A failed item that leaves the value and the headers of its record where they came from, and says why."""
    failure = item.failure
    if failure is None:
        raise ValueError("only a failed item becomes a dead letter")
    error = f"{failure.error} (value and headers are still at the origin: as a dead letter, {reason})"
    record = replace(item.record, value=None, headers=())
    return replace(item, record=record, failure=replace(failure, error=error))


def _instant(milliseconds: int) -> datetime | None:
    """A record's timestamp; None where there is none (-1) or it is beyond the year 9999."""
    if not 0 <= milliseconds < _YEAR_10000_MS:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def attempts(headers: tuple[tuple[str, bytes | None], ...]) -> int:
    """How often a record with these headers was tried before: 0, unless it is a dead letter that was put back."""
    said = dict(headers).get(ATTEMPTS_HEADER) or b""
    return int(said) if said.isdigit() and len(said) < 10 else 0
