"""Dates that name a month, a day or a year: "March 3, 2022", "3 March", "last April", "fiscal 2021"."""

import re
from collections.abc import Iterator
from datetime import date

from pipeline.enrich.times.readings import Context, Reading, day, month, year
from pipeline.enrich.times.words import numbers, pattern
from pipeline.records import Tense

CENTURY_TURNS = 50  # a year of two digits up to 49 is of this century, as POSIX and most news texts have it
AGAINST_TENSE = 150  # days that a reading against the tense must be nearer, to win over one along with it

NUMERIC = re.compile(r"(?P<a>\d{4}|\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{4}|\d{1,2})")
WEEKDAY = r"(?:{direction} )?(?P<weekday>{weekday}|{short_weekday})?,? ?(?:the )?"
DAY = r"(?:(?P<day>{day})|(?P<nth>{ordinal}))"
OF_YEAR = r"(?:,? ?(?:of )?(?P<year>{year})| (?:of )?(?P<near>{direction} year|the following year))?"
MOVED_MONTH = r"(?P<move>{direction})? ?(?P<month>{month})"
MONTH_DAY = pattern(rf"{WEEKDAY}{MOVED_MONTH},? (?:the )?{DAY}{OF_YEAR}")
DAY_MONTH = pattern(
    rf"(?:the )?{WEEKDAY}{DAY}(?: day)?(?: of)? {MOVED_MONTH}(?: '?(?P<short>\d\d))?{OF_YEAR}"
)
MONTH = pattern(rf"(?:the )?(?:month of )?{MOVED_MONTH}(?:,? '(?P<short>\d\d))?{OF_YEAR}")
YEAR = pattern(
    r"(?:all of |most of |a good part of )?(?:the )?(?:(?:fiscal|calendar|financial|full|year) )*"
    r"(?:(?P<year>{year})|'(?P<short>\d\d))(?:'s)?(?: (?:fiscal|financial) year)?"
)


def read(text: str, context: Context) -> Reading | None:
    """The date that a normalised expression names."""
    if found := NUMERIC.fullmatch(text):
        return _numeric(found)
    for form in (MONTH_DAY, DAY_MONTH):
        if found := form.fullmatch(text):
            return _month_day(found, context)
    if found := MONTH.fullmatch(text):
        return _month(found, context)
    if found := YEAR.fullmatch(text):
        named = _year(found)
        return year(named, None) if named else None
    return None


def _numeric(found: re.Match[str]) -> Reading | None:
    a, b, c = (int(found[name]) for name in "abc")
    if len(found["a"]) == 4:
        return day(date(a, b, c), None)
    if len(found["c"]) == 4 or len(found["c"]) == 2:
        month_number, day_number = (a, b) if a <= 12 else (b, a)
        return day(date(_four_digits(c), month_number, day_number), None)
    return None


def _four_digits(number: int) -> int:
    if number > 99:
        return number
    return 2000 + number if number < CENTURY_TURNS else 1900 + number


def _year(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("short"):
        return _four_digits(int(groups["short"]))
    return None


def _month_number(found: re.Match[str]) -> int:
    return numbers("months")[found["month"].rstrip(".")]


def _month_day(found: re.Match[str], context: Context) -> Reading | None:
    number = _month_number(found)
    day_number = int(re.sub(r"\D", "", found["day"])) if found["day"] else numbers("ordinals")[found["nth"]]
    undated = f"XXXX-{number:02d}-{day_number:02d}"
    if named := _year(found):
        return day(date(named, number, day_number), None)
    if found["near"]:
        return day(date(_near_year(found["near"], context), number, day_number), undated)
    dates, against = list(_same_day(context.anchor.year, number, day_number)), AGAINST_TENSE
    if found["weekday"]:
        weekday = numbers("weekdays")[found["weekday"].rstrip(".")]
        dates, against = [d for d in dates if d.isoweekday() == weekday] or dates, 10 * AGAINST_TENSE
    return _nearest([day(d, undated) for d in dates], found["move"], context, against)


def _same_day(around: int, number: int, day_number: int) -> Iterator[date]:
    for choice in range(around - 4, around + 5):
        try:
            yield date(choice, number, day_number)
        except ValueError:
            continue


def _month(found: re.Match[str], context: Context) -> Reading | None:
    number = _month_number(found)
    if named := _year(found):
        return month(named, number, None)
    undated = f"XXXX-{number:02d}"
    if found["near"]:
        return month(_near_year(found["near"], context), number, undated)
    choices = [month(context.anchor.year + by, number, undated) for by in (-1, 0, 1)]
    return _nearest(choices, found["move"], context, 2 * AGAINST_TENSE)


def _near_year(words: str, context: Context) -> int:
    if words == "the following year":
        said = context.earlier and context.earlier.first
        return (said or context.anchor).year + 1
    return context.anchor.year + numbers("directions")[words.removesuffix(" year")]


def _nearest(
    choices: list[Reading], move: str | None, context: Context, against_tense: int
) -> Reading | None:
    """The choice nearest to the publication date, along with "last" or "next", or the tense."""
    by = numbers("directions")[move] if move else 0
    anchor = context.anchor

    def cost(choice: Reading) -> tuple[int, bool]:
        first, last = choice.first or anchor, choice.last or anchor
        distance = max((first - anchor).days, (anchor - last).days, 0)
        past = context.tense is Tense.PAST and first > anchor
        future = context.tense is Tense.FUTURE and last < anchor
        return distance + (against_tense if past or future else 0), first > anchor

    if by < 0:
        choices = [c for c in choices if c.last and c.last < anchor]
    elif by > 0:
        choices = [c for c in choices if c.first and c.first > anchor]
    elif move:
        choices = [c for c in choices if c.first and c.first.year == anchor.year] or choices
    return min(choices, key=cost, default=None)
