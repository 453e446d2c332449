"""How long articles are remembered: for the retention time at any rate, within the limit of entries."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.records import Origin
from pipeline.group.index import Index
from pipeline.group.settings import DAY_MS, GENERATIONS, GroupSettings
from pipeline.records import IndexEntry
from tests.pipeline.group.articles import mark

EMPTY = mark("")
RETENTION_MS, SPAN_MS = 600, 100


def remember(index: Index, number: int, seen_at: int) -> None:
    origin = Origin("t", 0, number)
    entry = IndexEntry(
        f"a{number}", "en", origin, seen_at, f"s{number}", None, None, None, EMPTY.sketch, EMPTY.terms, b""
    )
    assert index.remember([entry])


@given(
    most=st.integers(1, 40),
    waves=st.lists(
        st.tuples(st.integers(0, 2 * RETENTION_MS) | st.sampled_from([0, 1, SPAN_MS]), st.integers(1, 15)),
        max_size=30,
    ),
)
@settings(deadline=None)
def test_what_came_within_the_retention_time_is_remembered_in_calm_and_storm(
    most: int, waves: list[tuple[int, int]]
) -> None:
    """Each wave is a pause and so many articles at once. An index forgets the oldest first, so its length tells all."""
    index = Index("en", GroupSettings(retention_days=RETENTION_MS / DAY_MS, max_entries=most))
    times: list[int] = []
    for pause, articles in waves:
        now = (times[-1] if times else 0) + pause
        for _ in range(articles):
            remember(index, len(times), now)
            times.append(now)
            ages = [now - time for time in times]
            recent = sum(age <= RETENTION_MS for age in ages)
            assert min(recent, most - math.ceil(most / 7) + 1) <= len(index) <= most
            assert max(ages[-len(index) :]) < RETENTION_MS + SPAN_MS
            assert len(index.serials) < GENERATIONS


@pytest.mark.parametrize("share", [0.1, 0.5, 0.84])
def test_the_retention_time_holds_at_any_steady_rate_that_there_is_room_for(share: float) -> None:
    days, most = 14, 700
    index = Index("en", GroupSettings(retention_days=days, max_entries=most))
    within = int(share * most)
    for number in range(4 * most):
        remember(index, number, number * days * DAY_MS // within)
    assert len(index) >= within
