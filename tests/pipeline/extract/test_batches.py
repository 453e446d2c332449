"""Articles are gathered into batches, and what is left at the end is shared out."""

from collections.abc import Iterator, Sequence

import pytest
from apache_beam.utils.timestamp import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from connectors.records import Origin, SourceRecord
from pipeline.extract import pool
from pipeline.extract.pool import PoolSettings
from pipeline.extract.transform import BATCH_ARTICLES, BATCH_CHARS, Batches
from pipeline.records import Article, Extraction, Item, Outcome

SETTINGS = PoolSettings("none")


class Submitted:
    """A batch that is done at once."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles

    def results(self) -> Iterator[Extraction]:
        """An extraction for each article."""
        return iter([Extraction()] * len(self.articles))


class TwoProcesses:
    """A pool of two that remembers what it was given."""

    processes = 2

    def __init__(self) -> None:
        self.given: list[Sequence[Article]] = []

    def submit(self, articles: Sequence[Article]) -> Submitted:
        """Note the batch."""
        self.given.append(articles)
        return Submitted(articles)


def item(offset: int, text: str | None = "Talks.") -> Item:
    """An item with an article of `text`; a settled one without."""
    record = SourceRecord(Origin("articles", 0, offset), offset, 0, None, b"")
    if text is None:
        return Item(record, outcome=Outcome.EMPTY)
    return Item(record, Article(str(offset), text=text))


def through(monkeypatch: pytest.MonkeyPatch, items: Sequence[Item]) -> tuple[list[int], list[Item]]:
    """The sizes of the batches, and what came back."""
    two = TwoProcesses()
    monkeypatch.setattr(pool, "shared", lambda _: two)
    batches = Batches(SETTINGS)
    for each in items:
        batches.add(each, Timestamp(0))
    done = [each for each, _ in batches.drain()]
    return [len(articles) for articles in two.given], done


@pytest.mark.parametrize(
    ("articles", "sizes"),
    [
        (0, []),
        (1, [1]),
        (5, [3, 2]),
        (BATCH_ARTICLES, [BATCH_ARTICLES]),
        (BATCH_ARTICLES + 2, [BATCH_ARTICLES, 1, 1]),
    ],
)
def test_the_last_are_shared_out(monkeypatch: pytest.MonkeyPatch, articles: int, sizes: list[int]) -> None:
    assert through(monkeypatch, [item(n) for n in range(articles)])[0] == sizes


def test_long_articles_make_a_batch_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    assert through(monkeypatch, [item(n, "x" * BATCH_CHARS) for n in range(3)])[0] == [1, 1, 1]


@given(settled=st.lists(st.booleans(), max_size=40))
def test_all_come_back_in_order(settled: list[bool]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _, done = through(patch, [item(n, None if s else "Talks.") for n, s in enumerate(settled)])
    assert [each.record.origin.offset for each in done] == list(range(len(settled)))
    assert [each.extraction is None for each in done] == settled
