import io
from typing import Any

from rich.console import Console

from connectors.records import Origin
from pipeline.cli.books import Books
from pipeline.cli.records import Read


def article(offset: int, outcome: str = "EXTRACTED", **changes: Any) -> Read:
    made: dict[str, Any] = {
        "article_id": f"a-{offset}",
        "title": f"Title {offset}",
        "outcome": outcome,
        "duplicate_of": None,
        "story_id": "s-1",
        "main_event_id": None,
        "origin": {"topic": "articles", "partition": 0, "offset": offset},
    }
    return Read("EnrichedArticle", made | changes)


def entered(produced: int, *records: Read) -> Books:
    books = Books("articles", produced)
    for offset, found in enumerate(records):
        books.enter(found, Origin("out", 0, offset))
    return books


def summary(books: Books) -> str:
    console = Console(file=io.StringIO(), width=200)
    books.print_summary(console, 1.0)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_books_that_balance() -> None:
    books = entered(
        3, article(0), article(1, "DUPLICATE", duplicate_of="a-0"), article(2, "EMPTY", story_id=None)
    )
    assert books.close().balanced
    shown = summary(books)
    assert (
        "3 articles = 1 extracted + 1 duplicate + 0 in another language + 1 empty + 0 dead letters ✓" in shown
    )
    assert "copy: “Title 1” of “Title 0”" in shown
    assert "1 stories" in shown


def test_a_missing_or_a_second_outcome_is_a_mismatch() -> None:
    assert entered(2, article(0)).close().faults == {"missing": 1}
    books = entered(1, article(0), article(0))
    assert books.close().faults == {"doubled": 1}
    assert "✗ 1 records with more than one" in summary(books)
