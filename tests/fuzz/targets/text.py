"""The text of an article, its title in the first line."""

from pipeline.errors import BadRecordError
from pipeline.records import Article, Item
from tests.fuzz.properties import check_clean, in_time, source_record


def check(data: bytes) -> None:
    """Any text is cleaned to lines that grouping can read; cleaned again as it is, it stays the same."""
    title, _, text = data.decode("utf-8", "replace").partition("\n")
    article = Article("a", title=title or None, text=text, source="paper.example")
    with in_time():
        try:
            check_clean(Item(source_record(data), article))
        except BadRecordError:
            assert len(text) > 200_000
