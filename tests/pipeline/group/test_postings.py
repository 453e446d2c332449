import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.group import postings
from pipeline.group.postings import Postings


@pytest.fixture(autouse=True)
def _small_buffer(monkeypatch):
    monkeypatch.setattr(postings, "_BUFFERED", 16)


def keys(*values):
    return np.array(values, np.uint32)


def found(index, wanted, limit=10_000, **options):
    positions, numbers = index.find(wanted, limit, **options)
    return sorted(zip(wanted[positions].tolist(), numbers.tolist(), strict=True))


@given(st.lists(st.sets(st.integers(0, 12), max_size=5), max_size=80), st.integers(0, 80))
def test_finds_what_was_added_and_is_not_dropped(rows, first):
    index = Postings()
    for number, row in enumerate(rows):
        index.add(keys(*sorted(row)), number)
    expected = sorted((key, number) for number, row in enumerate(rows) for key in row)
    assert found(index, keys(*range(13))) == expected
    index.retain(lambda numbers: numbers >= first)
    assert found(index, keys(*range(13))) == [pair for pair in expected if pair[1] >= first]


def test_limit_takes_the_oldest_or_the_newest_of_a_run():
    index = Postings()
    for number in range(16):
        index.add(keys(3), number)
    assert found(index, keys(3), limit=2) == [(3, 0), (3, 1)]
    assert found(index, keys(3), limit=2, newest=True) == [(3, 14), (3, 15)]
