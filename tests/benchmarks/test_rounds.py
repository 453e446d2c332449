"""Rates and spreads from known moments."""

import pytest

from benchmarks.rounds import rate_of, spread


def test_the_first_fifth_does_not_count() -> None:
    slow_start = [(0.0, 0), (50.0, 10), (100.0, 20), (104.0, 60), (108.0, 100)]
    assert rate_of(slow_start, 100) == 10.0


def test_what_comes_after_the_last_does_not_count() -> None:
    assert rate_of([(0.0, 20), (8.0, 100), (1000.0, 100)], 100) == 10.0


def test_a_run_that_ends_early_has_no_rate() -> None:
    with pytest.raises(SystemExit, match="before all was done"):
        rate_of([(0.0, 0), (1.0, 50), (2.0, 99)], 100)


def test_all_at_once_has_no_rate() -> None:
    with pytest.raises(SystemExit, match="too few"):
        rate_of([(0.0, 0), (1.0, 100)], 100)


def test_the_spread_of_each_figure() -> None:
    found = spread([{"a": 1.0, "b": 9.0}, {"a": 5.0, "b": 7.0}, {"a": 2.0, "b": 8.0}])
    assert found == {
        "a": {"least": 1.0, "median": 2.0, "most": 5.0},
        "b": {"least": 7.0, "median": 8.0, "most": 9.0},
    }
