"""Each family of rules, by what its expressions mean on 17 September 2023, a Sunday."""

from datetime import date

import pytest

from pipeline.records import Tense
from tests.pipeline.enrich.times.conftest import Resolve

PAST, PRESENT, FUTURE = Tense.PAST, Tense.PRESENT, Tense.FUTURE

EXPLICIT = [
    ("2021-11-04", None, "2021-11-04", "2021-11-04"),
    ("March 3, 2022", None, "2022-03-03", "2022-03-03"),
    ("the 3rd of October 2022", None, "2022-10-03", "2022-10-03"),
    ("12 JAN 90", None, "1990-01-12", "1990-01-12"),
    ("September 1", PAST, "2023-09-01", "2023-09-01"),
    ("September 30", FUTURE, "2023-09-30", "2023-09-30"),
    ("Jan. 5", PAST, "2023-01-05", "2023-01-05"),
    ("Sunday, March 8", PAST, "2020-03-08", "2020-03-08"),
    ("October 2022", None, "2022-10-01", "2022-10-31"),
    ("October", FUTURE, "2023-10-01", "2023-10-31"),
    ("March", PAST, "2023-03-01", "2023-03-31"),
    ("last December", None, "2022-12-01", "2022-12-31"),
    ("July last year", None, "2022-07-01", "2022-07-31"),
    ("2017", None, "2017-01-01", "2017-12-31"),
    ("nineteen ninety-six", None, "1996-01-01", "1996-12-31"),
]
WEEKDAYS = [
    ("Monday", FUTURE, "2023-09-18", "2023-09-18"),
    ("Monday", PAST, "2023-09-11", "2023-09-11"),
    ("Sunday", PAST, "2023-09-17", "2023-09-17"),
    ("last Friday", None, "2023-09-15", "2023-09-15"),
    ("next Friday", None, "2023-09-22", "2023-09-22"),
    ("Friday of next week", None, "2023-09-22", "2023-09-22"),
    ("Tuesday night", PAST, "2023-09-12", "2023-09-12"),
]
DAYS = [
    ("today", None, "2023-09-17", "2023-09-17"),
    ("yesterday afternoon", None, "2023-09-16", "2023-09-16"),
    ("the day after tomorrow", None, "2023-09-19", "2023-09-19"),
    ("last night", None, "2023-09-16", "2023-09-16"),
    ("this morning", None, "2023-09-17", "2023-09-17"),
    ("10 p.m. on Wednesday", PAST, "2023-09-13", "2023-09-13"),
    ("mid-afternoon yesterday", PAST, "2023-09-16", "2023-09-16"),
]
SHIFTS = [
    ("this week", None, "2023-09-11", "2023-09-17"),
    ("last week", None, "2023-09-04", "2023-09-10"),
    ("next month", None, "2023-10-01", "2023-10-31"),
    ("this year", None, "2023-01-01", "2023-12-31"),
    ("a year ago", None, "2022-01-01", "2022-12-31"),
    ("ten days ago", None, "2023-09-07", "2023-09-07"),
    ("two weeks from now", None, "2023-09-25", "2023-10-01"),
    ("last decade", None, "2010-01-01", "2019-12-31"),
]
PERIODS = [
    ("the weekend", PAST, "2023-09-16", "2023-09-17"),
    ("last weekend", PAST, "2023-09-09", "2023-09-10"),
    ("the second quarter", PAST, "2023-04-01", "2023-06-30"),
    ("Q3 2021", None, "2021-07-01", "2021-09-30"),
    ("the first half of 2020", None, "2020-01-01", "2020-06-30"),
    ("last summer", None, "2023-06-01", "2023-08-31"),
    ("the winter of 2010", None, "2010-12-01", "2011-02-28"),
    ("the 1980s", None, "1980-01-01", "1989-12-31"),
    ("the '90s", None, "1990-01-01", "1999-12-31"),
    ("the nineties", None, "1990-01-01", "1999-12-31"),
    ("the 19th century", None, "1800-01-01", "1899-12-31"),
    ("year-end", FUTURE, "2023-12-31", "2023-12-31"),
]
DURATIONS = [
    ("the past two weeks", None, "2023-09-03", "2023-09-17"),
    ("the next three months", None, "2023-09-17", "2023-12-17"),
    ("the last 24 hours", None, "2023-09-16", "2023-09-17"),
]


@pytest.mark.parametrize(
    ("text", "tense", "earliest", "latest"), EXPLICIT + WEEKDAYS + DAYS + SHIFTS + PERIODS + DURATIONS
)
def test_days(resolve: Resolve, text: str, tense: Tense | None, earliest: str, latest: str) -> None:
    time = resolve(text, tense)
    assert time is not None
    assert (time.earliest, time.latest) == (date.fromisoformat(earliest), date.fromisoformat(latest))


@pytest.mark.parametrize(
    ("text", "type_", "value", "mod"),
    [
        ("the weekend", "DATE", "2023-W37-WE", None),
        ("last week", "DATE", "2023-W36", None),
        ("10 p.m. on Wednesday", "TIME", "2023-09-13T22:00", None),
        ("Friday evening", "TIME", "2023-09-15TEV", None),
        ("the late 1970s", "DATE", "197", "END"),
        ("early next year", "DATE", "2024", "START"),
        ("mid-November", "DATE", "2023-11", "MID"),
        ("the 20th century", "DATE", "19", None),
        ("more than four hours", "DURATION", "PT4H", "MORE_THAN"),
        ("nearly forty years", "DURATION", "P40Y", "LESS_THAN"),
        ("a couple of years", "DURATION", "P2Y", None),
        ("2 1/2 years", "DURATION", "P2Y6M", None),
        ("half an hour", "DURATION", "PT30M", None),
        ("several months", "DURATION", "PXM", None),
        ("a hundred days", "DURATION", "P100D", None),
        ("two decades", "DURATION", "P20Y", None),
        ("daily", "SET", "P1D", None),
        ("every Monday", "SET", "XXXX-WXX-1", None),
        ("Tuesday nights", "SET", "XXXX-WXX-2TNI", None),
        ("each July", "SET", "XXXX-07", None),
        ("now", "DATE", "PRESENT_REF", None),
        ("recently", "DATE", "PAST_REF", None),
        ("several years ago", "DATE", "PAST_REF", None),
        ("soon", "DATE", "FUTURE_REF", None),
    ],
)
def test_values(resolve: Resolve, text: str, type_: str, value: str, mod: str | None) -> None:
    time = resolve(text)
    assert time is not None
    assert (time.type, time.value, time.mod) == (type_, value, mod)


@pytest.mark.parametrize("text", ["every Monday", "three days", "now", "recently", "soon", "weeks"])
def test_what_has_no_days(resolve: Resolve, text: str) -> None:
    time = resolve(text)
    assert time is not None
    assert time.earliest is None
    assert time.latest is None


@pytest.mark.parametrize(
    "text", ["Adam", "the 486", "February 30", "99 January 2020", "ten thousand years ago", ""]
)
def test_what_is_no_time(resolve: Resolve, text: str) -> None:
    assert resolve(text) is None
