"""A text's expressions together: what one counts from, and what is said without a publication date."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.times import resolve_times
from pipeline.enrich.times.resolve import family_of
from pipeline.enrich.times.words import rows
from pipeline.records import Tense, Time
from tests.pipeline.enrich.times.conftest import Resolve, mention

PUBLISHED = datetime(2023, 9, 17, 12)


def values(*expressions: tuple[str, int]) -> list[str | None]:
    times = resolve_times([mention(text, Tense.PAST, sentence) for text, sentence in expressions], PUBLISHED)
    return [time.value if time else None for time in times]


def test_a_day_counts_from_the_date_before_it() -> None:
    assert values(("March 3", 0), ("the next day", 1)) == ["2023-03-03", "2023-03-04"]
    assert values(("2019", 0), ("the following year", 0)) == ["2019", "2020"]


def test_a_date_far_before_is_forgotten() -> None:
    assert values(("2019", 0), ("that year", 5)) == ["2019", "2023"]


def test_a_year_earlier_compares_with_the_quarter_spoken_of() -> None:
    said = values(("the second quarter", 0), ("a year earlier", 0), ("a year earlier", 1), ("the quarter", 2))
    assert said == ["2023-Q2", "2022-Q2", "2022-Q2", "2023-Q2"]


def test_what_lies_earlier_in_a_period_ends_on_the_publication_day(resolve: Resolve) -> None:
    month = resolve("earlier this month")
    assert month is not None
    assert (month.earliest, month.latest) == (date(2023, 9, 1), date(2023, 9, 17))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Monday", "XXXX-WXX-1"),
        ("yesterday", "XXXX-XX-XX"),
        ("last week", "XXXX-WXX"),
        ("October", "XXXX-10"),
        ("October 3", "XXXX-10-03"),
        ("last year", "XXXX"),
        ("the third quarter", "XXXX-Q3"),
        ("last summer", "XXXX-SU"),
        ("the past two weeks", "P2W"),
    ],
)
def test_without_a_publication_date_the_unknown_is_x(resolve: Resolve, text: str, value: str) -> None:
    time = resolve(text, published=None)
    assert time is not None
    assert (time.value, time.earliest, time.latest) == (value, None, None)


def test_a_full_date_needs_no_publication_date(resolve: Resolve) -> None:
    time = resolve("March 3, 2022", published=None)
    assert time is not None
    assert time.earliest == time.latest == date(2022, 3, 3)


def test_the_day_is_that_of_the_zone_in_which_it_was_published(resolve: Resolve) -> None:
    time = resolve("today", published="2023-09-17T23:30:00-05:00")
    assert time is not None
    assert time.earliest == date(2023, 9, 17)


WORDS = sorted(
    {
        word
        for table in ("units", "months", "directions", "modifiers", "quantities")
        for word, *_ in rows(table)
    }
)


@given(
    st.lists(
        st.sampled_from([*WORDS, "the", "weeks", "ago", "of", "2019", "31", "9999", "99999999"]), max_size=5
    ),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.sampled_from([None, *Tense]),
)
def test_any_words_on_any_day_give_an_ordered_interval_or_nothing(
    words: list[str], published: date, tense: Tense | None
) -> None:
    when = datetime(published.year, published.month, published.day)
    (time,) = resolve_times([mention(" ".join(words), tense)], when)
    assert time is None or _sound(time)


def _sound(time: Time) -> bool:
    if time.earliest is None or time.latest is None:
        return time.earliest is time.latest
    return time.earliest <= time.latest and time.type in ("DATE", "TIME", "DURATION")


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Monday", "weekdays"),
        ("late last Monday", "weekdays"),
        ("about three years ago", "shifts"),
        ("the past two weeks", "durations"),
        ("mid-June", "explicit"),
        ("every Tuesday", "sets"),
        ("now", "references"),
        ("the early 1990s", "periods"),
        ("5 p.m.", "relative_days"),
        ("soup", None),
    ],
)
def test_the_family_that_reads_an_expression(text: str, family: str | None) -> None:
    assert family_of(text) == family
