"""What people and programs read instead of Avro: the same structure with the same names, as JSON."""

from datetime import UTC, date, datetime
from typing import Any

from pipeline.outcome import dead_letter, enriched_article
from pipeline.records import Item, as_record


def jsonable(value: Any) -> Any:
    """A record of fastavro as JSON types: times as ISO 8601 in UTC, days as YYYY-MM-DD, bytes as text or hex."""
    if isinstance(value, dict):
        return {key: jsonable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [jsonable(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value


def line(item: Item, model_version: str) -> dict[str, Any]:
    """A settled item as ``{"article": …, "events": […]}``, or as ``{"dead_letter": …}``."""
    if item.failure is not None:
        return {"dead_letter": jsonable(dead_letter(item))}
    events = item.enrichment.events if item.enrichment else ()
    return {
        "article": jsonable(as_record(enriched_article(item, model_version))),
        "events": [jsonable(as_record(event)) for event in events],
    }
