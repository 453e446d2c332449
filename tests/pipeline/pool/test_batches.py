"""Items are gathered into batches, and what is left at the end is shared out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from apache_beam.utils.timestamp import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from pipeline.pool import processes
from pipeline.pool.batches import BATCH_ARTICLES, BATCH_CHARS, Batches
from pipeline.pool.processes import PoolSettings
from pipeline.pool.step import Step
from pipeline.records import Extraction, Item
from tests.pipeline.pool.items import item

SETTINGS = PoolSettings("none")


class Submitted:
    """A batch that is done at once."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items

    def results(self) -> Iterator[Item]:
        """Each item with an extraction."""
        return (replace(item, extraction=Extraction()) for item in self._items)


class TwoProcesses:
    """A pool of two that remembers how many items it was given at a time."""

    processes = 2

    def __init__(self) -> None:
        self.given: list[int] = []

    def submit(self, steps: Sequence[Step], items: Sequence[Item]) -> Submitted:
        """Note the batch."""
        self.given.append(len(items))
        return Submitted(items)


def through(monkeypatch: pytest.MonkeyPatch, items: Sequence[Item]) -> tuple[list[int], list[Item]]:
    """The sizes of the batches, and what came back."""
    two = TwoProcesses()
    monkeypatch.setattr(processes, "shared", lambda _: two)
    batches = Batches(SETTINGS, ())
    for each in items:
        batches.add(each, Timestamp(0))
    done = [each for each, _ in batches.drain()]
    return [given for given in two.given if given], done


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


def test_settled_items_do_not_make_batches_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    items = [item(n, None if n % 2 else "Talks.") for n in range(2 * BATCH_ARTICLES)]
    assert through(monkeypatch, items)[0] == [BATCH_ARTICLES]
