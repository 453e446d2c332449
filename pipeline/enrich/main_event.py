"""Which event an article is about."""

from collections.abc import Sequence

from pipeline.records import Article, Event


def main_event(article: Article, events: Sequence[Event]) -> str | None:
    """The event_id of the article's main event, None if there are no events."""
    return events[0].event_id if events else None
