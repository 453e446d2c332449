import io
from typing import Any

from rich.console import Console

from pipeline.cli.books import Books
from pipeline.cli.records import Read


def article(offset: int, outcome: str = "EXTRACTED", **changes: Any) -> Read:
    made: dict[str, Any] = {
        "article_id": f"a-{offset}",
        "title": f"Title {offset}",
        "outcome": outcome,
        "duplicate_of": None,
        "story_id": "s-1",
        "origin": {"topic": "articles", "partition": 0, "offset": offset},
    }
    return Read("EnrichedArticle", made | changes)


def summary(books: Books, produced: int) -> str:
    console = Console(file=io.StringIO(), width=200)
    books.print_summary(console, produced, 1.0)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_books_that_balance() -> None:
    books = Books()
    for found in (
        article(0),
        article(1, "DUPLICATE", duplicate_of="a-0"),
        article(2, "EMPTY", story_id=None),
    ):
        books.enter(found)
    assert books.balance(3)
    shown = summary(books, 3)
    assert (
        "3 articles = 1 extracted + 1 duplicate + 0 in another language + 1 empty + 0 dead letters ✓" in shown
    )
    assert "copy: “Title 1” of “Title 0”" in shown
    assert "1 stories" in shown


def test_a_missing_or_a_second_outcome_is_a_mismatch() -> None:
    books = Books()
    books.enter(article(0))
    assert not books.balance(2)
    books.enter(article(0))
    assert not books.balance(1)
    assert "do not balance" in summary(books, 1)
