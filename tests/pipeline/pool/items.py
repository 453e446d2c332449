"""Items to send through steps."""

from connectors.records import Origin, SourceRecord
from pipeline.records import Article, Item, Outcome


def item(offset: int, text: str | None = "Talks.") -> Item:
    """An item with an article of `text`; a settled one without."""
    record = SourceRecord(Origin("articles", 0, offset), offset, 0, None, b"")
    if text is None:
        return Item(record, outcome=Outcome.EMPTY)
    return Item(record, Article(str(offset), text=text))
