import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.group import postings, segments
from pipeline.group.postings import Postings

KEYS = st.sampled_from([0, 1, 2, 3, 1 << 14, (1 << 14) + 1, 1 << 31, (1 << 32) - 2, (1 << 32) - 1])
ROWS = st.lists(st.sets(KEYS, max_size=5), max_size=80)
ALL = np.array([0, 1, 2, 3, 1 << 14, (1 << 14) + 1, 1 << 31, (1 << 32) - 2, (1 << 32) - 1], np.uint32)


@pytest.fixture(autouse=True)
def _small_runs(monkeypatch):
    monkeypatch.setattr(postings, "_LEVELS", (16, 32))
    monkeypatch.setattr(segments, "_FULL", 64)
    monkeypatch.setattr(segments, "_SLOT_BITS", 8)
    monkeypatch.setattr(segments, "_SLOT_SHIFT", 24)


def keys(*values):
    return np.array(values, np.uint32)


def found(index, wanted):
    positions, numbers = index.find(wanted)
    return sorted(zip(wanted[positions].tolist(), numbers.tolist(), strict=True))


def filled(rows, limit=10_000, dtype=np.uint32, step=1):
    index = Postings(limit, dtype)
    for number, row in enumerate(rows):
        index.add(keys(*sorted(row)), keys(*[number * step] * len(row)))
    return index, sorted((key, number * step) for number, row in enumerate(rows) for key in row)


@given(
    ROWS, st.integers(0, 80), st.sampled_from([(np.uint32, 1), (np.uint8, 1), (np.uint8, 9), (np.uint8, 300)])
)
@settings(deadline=None)
def test_finds_what_was_added_and_is_not_dropped(rows, first, kind):
    dtype, step = kind
    index, expected = filled(rows, dtype=dtype, step=step)
    assert found(index, ALL) == expected
    index.retain(lambda numbers: numbers >= first * step)
    assert found(index, ALL) == [pair for pair in expected if pair[1] >= first * step]
    index.add(ALL[:2], keys(80 * step, 80 * step))
    assert found(index, ALL[:1])[-1] == (0, 80 * step)


@given(ROWS, st.integers(1, 4))
@settings(deadline=None)
def test_of_each_key_the_highest_numbers_are_found_up_to_the_limit(rows, limit):
    index, pairs = filled(rows, limit)
    assert found(index, ALL) == [
        pair for key in ALL.tolist() for pair in [p for p in pairs if p[0] == key][-limit:]
    ]


def test_numbers_need_not_come_in_order():
    index = Postings(2)
    for number in [*range(40), *range(20, 0, -1)]:
        index.add(keys(3), keys(number))
    assert found(index, keys(3)) == [(3, 38), (3, 39)]
    index.retain(lambda numbers: numbers < 39)
    assert found(index, keys(3))[-1] == (3, 38)
