"""Units counted from the publication day or the date before: "last week", "two years ago", "that year"."""

import re
from datetime import date

from pipeline.enrich.times.readings import (
    DURATION,
    Context,
    Reading,
    day,
    quarter,
    quarter_of,
    reference,
    shifted,
)
from pipeline.enrich.times.words import numbers, pattern, quantity, rows

COUNTED = pattern(
    r"(?P<count>{quantity})(?: or (?:{number}|so|more))? (?P<unit>{unit}|{units})(?: or (?:so|more))? "
    r"(?P<way>ago|earlier|before|back|from now|from today|later|hence|after)"
)
NEXT_TO = pattern(
    r"(?:all |all of |the rest of |the course of |much of |part of )?(?:the )?"
    r"(?P<move>{direction}|the|same|the same|that same|that|following|the following|latest) "
    r"(?:fiscal |calendar |same |whole |full |entire )?(?P<unit>{unit})(?:'s)?"
)
YEAR_BEFORE = pattern(
    r"(?:the |a )?year (?:earlier|ago|before)|(?:in |the )?year (?:earlier|ago)(?: (?:level|figure|results))?"
)
SAID = {"that", "that same", "same", "the same"}
BACK = {"ago", "back", "earlier", "before"}
FROM_NOW = {"ago", "back", "from now", "from today", "hence"}


def read(text: str, context: Context) -> Reading | None:
    """The period that a normalised expression means."""
    if found := COUNTED.fullmatch(text):
        return _counted(found, context)
    if YEAR_BEFORE.fullmatch(text):
        return _year_before(context)
    if found := NEXT_TO.fullmatch(text):
        return _next_to(found, context)
    return None


def unit_row(word: str) -> tuple[str, bool, int]:
    """TIMEX3 letters of a unit, whether it is of the clock, and its factor. Singular or plural."""
    singular = "century" if word == "centuries" else word.removesuffix("s")
    row = next(row for row in rows("units") if row[0] == singular)
    return row[1], row[2] == "T", int(row[3])


def _counted(found: re.Match[str], context: Context) -> Reading | None:
    back, count = found["way"] in BACK, quantity(found["count"])
    if count is None:
        return reference("PAST_REF" if back else "FUTURE_REF")
    letters, of_clock, factor = unit_row(found["unit"])
    by = round(count * factor) * (-1 if back else 1)
    if letters == "Y" and by == -1:
        return _year_before(context)
    if found["way"] not in FROM_NOW and letters != "Y" and not _said(context):
        return Reading(DURATION, _period(count, letters, of_clock, factor))
    of = context.anchor if found["way"] in FROM_NOW else _start(context)
    if of_clock:
        return day(of)
    return shifted(of, letters, by)


def _period(count: float, letters: str, of_clock: bool, factor: int) -> str:
    return f"P{'T' if of_clock else ''}{count * factor:g}{letters}"


def _said(context: Context) -> bool:
    return bool(context.earlier and context.earlier.first)


def _start(context: Context) -> date:
    earlier = context.earlier
    return earlier.first if earlier and earlier.first else context.anchor


def _year_before(context: Context) -> Reading | None:
    """A year before: before the quarter that the text speaks of, if it does, else before this year."""
    said = context.quarter
    if said and said.first:
        return quarter(said.first.year - 1, quarter_of(said.first))
    return shifted(context.anchor, "Y", -1)


def _next_to(found: re.Match[str], context: Context) -> Reading | None:
    move = found["move"]
    letters, of_clock, factor = unit_row(found["unit"])
    if of_clock or factor != 1:
        return None
    if "following" in move:
        return shifted(_start(context), letters, 1)
    if move in SAID:
        return shifted(_start(context), letters, 0)
    if move in ("the", "latest"):
        return None if letters in ("DE", "CE") else shifted(context.anchor, letters, 0)
    if "past" in move and letters != "Q":
        return None
    return shifted(context.anchor, letters, numbers("directions")[move])
