"""Quarters, halves, seasons, decades, centuries and weekends."""

import re
from datetime import timedelta

from pipeline.enrich.times.readings import (
    Context,
    Reading,
    century,
    day,
    decade,
    half,
    month,
    quarter,
    quarter_of,
    season,
    week,
    weekend,
    year,
)
from pipeline.enrich.times.words import numbers, pattern, words
from pipeline.records import Tense

OF_YEAR = (
    r"(?:,? (?:of )?(?:the )?(?:fiscal |calendar )?(?P<year>{year})| (?:of )?(?P<near>this|last|next) year)?"
)
NTH_QUARTER = r"(?P<nth>first|second|third|fourth|final|latest|1st|2nd|3rd|4th)"
YEAR_AGO = (
    r"(?:year ago|year earlier|comparable|corresponding|(?:comparable |corresponding )?year (?:ago|earlier))"
)
QUARTER = pattern(
    r"(?:the |this year's |its |their |a )?(?:(?P<front>{year}) |(?P<next>this|last|next) year's )?"
    rf"(?P<ago>{YEAR_AGO} )?(?:fiscal )?(?:{NTH_QUARTER}|q(?P<q>[1-4]))"
    rf"(?: fiscal)?(?P<unit> quarter| period)?{OF_YEAR}"
)
SAME_QUARTER = pattern(
    rf"(?:the |a )?(?:(?P<ago>{YEAR_AGO}) (?:quarter|period)?"
    r"|(?:(?P<year>{year}) |same )?(?:quarter|period|three months))"
    r"(?: (?P<behind>(?:of )?last year|a year (?:ago|earlier)))?"
)
HALF = pattern(rf"(?:the )?(?P<nth>first|second|last) half{OF_YEAR}")
SEASON = pattern(rf"(?:the )?(?P<move>{{direction}})? ?(?P<season>{{season}}){OF_YEAR}")
DECADE = re.compile(r"(?:the )?(?P<century>\d\d)?'?(?P<tens>\d)0'?s|(?:the )?(?P<word>\w+ties)")
CENTURY = pattern(r"(?:the )?(?:(?P<nth>{ordinal})|(?P<number>\d\d?)(?:st|nd|rd|th)) century")
WEEKEND = pattern(r"(?:the )?(?:(?P<move>{direction}|following) )?weekend")
END = pattern(r"(?:the )?(?P<unit>year|month|week)(?:'s)? end")
DECADES = {
    word: number // 10
    for word, number in numbers("numbers").items()
    if 20 <= number < 100 and number % 10 == 0
}
NEAR = {"last": -1, "this": 0, "next": 1}
NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4}


def read(text: str, context: Context) -> Reading | None:
    """The period that a normalised expression means."""
    for form, reader in FORMS:
        if found := form.fullmatch(text):
            return reader(found, context)
    return None


def _quarter(found: re.Match[str], context: Context) -> Reading | None:
    if not (found["unit"] or found["q"]):
        return None
    if found["nth"] == "latest":
        return context.quarter or quarter(context.anchor.year, quarter_of(context.anchor) - 1)
    number = int(found["q"] or NTH[found["nth"]])
    undated = f"XXXX-Q{number}"
    if named := found["front"] or found["year"]:
        return quarter(int(named), number, None)
    if near := found["next"] or found["near"]:
        return quarter(context.anchor.year + NEAR[near], number, undated)
    around = _year_by_tense(number - quarter_of(context.anchor), context)
    return quarter(around - (1 if found["ago"] else 0), number, undated)


def _year_by_tense(ahead: int, context: Context) -> int:
    """The year of a period that lies `ahead` quarters ahead in this year: a running one counts as begun."""
    if ahead > 0 and context.tense is Tense.PAST:
        return context.anchor.year - 1
    if ahead < -1 and context.tense is Tense.FUTURE:
        return context.anchor.year + 1
    return context.anchor.year - (1 if ahead > 1 and context.tense is not Tense.FUTURE else 0)


def _same_quarter(found: re.Match[str], context: Context) -> Reading | None:
    """A quarter that only points back: "the quarter", "the year-ago period"."""
    said = context.quarter
    if not said or not said.first:
        return year(int(found["year"]), None) if found["year"] else None
    if found["year"]:
        return quarter(int(found["year"]), quarter_of(said.first), None)
    back = 1 if found["ago"] or found["behind"] else 0
    return quarter(said.first.year - back, quarter_of(said.first), said.undated)


def _half(found: re.Match[str], context: Context) -> Reading | None:
    number = 1 if found["nth"] == "first" else 2
    if found["year"]:
        return half(int(found["year"]), number, None)
    return half(context.anchor.year + NEAR.get(found["near"] or "", 0), number, f"XXXX-H{number}")


def _season(found: re.Match[str], context: Context) -> Reading | None:
    letters = words("seasons")[found["season"]]
    if found["year"]:
        return season(int(found["year"]), letters, None).but(undated=None)
    around = context.anchor.year
    if found["near"]:
        return season(around + NEAR[found["near"]], letters)
    choices = [season(y, letters) for y in (around - 1, around, around + 1)]
    by = numbers("directions")[found["move"]] if found["move"] else 0
    if by < 0 or (not found["move"] and context.tense is Tense.PAST):
        return [
            c for c in choices if c.first and c.first <= context.anchor and (by == 0 or _over(c, context))
        ][-1]
    if by > 0 or context.tense is Tense.FUTURE:
        return next(
            c
            for c in choices
            if c.last and c.last >= context.anchor and (by == 0 or not _running(c, context))
        )
    return choices[1]


def _over(reading: Reading, context: Context) -> bool:
    return reading.last is not None and reading.last < context.anchor


def _running(reading: Reading, context: Context) -> bool:
    return reading.first is not None and reading.first <= context.anchor


def _decade(found: re.Match[str], context: Context) -> Reading | None:
    tens = (
        DECADES.get((found["word"] or "").removesuffix("ies") + "y") if found["word"] else int(found["tens"])
    )
    if tens is None:
        return None
    if found["century"]:
        return decade(int(found["century"]) * 10 + tens)
    this = context.anchor.year // 10
    return decade(this // 10 * 10 + tens if tens <= this % 10 else (this // 10 - 1) * 10 + tens, f"XX{tens}")


def _century(found: re.Match[str], _context: Context) -> Reading | None:
    number = numbers("ordinals")[found["nth"]] if found["nth"] else int(found["number"])
    return century(number - 1) if number > 1 else None


def _weekend(found: re.Match[str], context: Context) -> Reading | None:
    move, weekday = found["move"], context.anchor.isoweekday()
    by = numbers("directions").get(move or "", 1 if move == "following" else 0)
    if by == 0 and context.tense is Tense.PAST and weekday < 6:
        by = -1
    elif by < 0 and weekday >= 6 and "past" in (move or ""):
        by = 0
    return weekend(context.anchor + timedelta(7 * by))


def _end(found: re.Match[str], context: Context) -> Reading | None:
    past = context.tense is Tense.PAST
    last = {
        "year": month(context.anchor.year - (1 if past else 0), 12).last,
        "month": month(context.anchor.year, context.anchor.month).last,
        "week": week(context.anchor).last,
    }[found["unit"]]
    return day(last).but(mod="END") if last else None


FORMS = (
    (QUARTER, _quarter),
    (SAME_QUARTER, _same_quarter),
    (HALF, _half),
    (SEASON, _season),
    (DECADE, _decade),
    (CENTURY, _century),
    (WEEKEND, _weekend),
    (END, _end),
)
