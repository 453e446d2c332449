"""Lengths of time: "three days", "a two-year", "the past two weeks", "the first nine months"."""

import re
from datetime import date, timedelta

from pipeline.enrich.times.readings import DURATION, Context, Reading, moved, reference
from pipeline.enrich.times.shifts import unit_row
from pipeline.enrich.times.words import pattern, quantity
from pipeline.records import Tense

WHICH = (
    r"past|last|next|first|final|latest|coming|recent|previous|preceding|following|remaining|another|additional"
    r"|other|same|entire|full|whole"
)
BETWEEN = r"more|straight|consecutive|full|whole|long|trading|working|business|additional|or so|of the"
LENGTH = pattern(
    rf"(?P<span>(?:the |this |these |those |each of the )?(?:{WHICH})? ?)(?P<count>{{quantity}})?"
    rf"(?: (?:{BETWEEN}))* ?(?P<unit>{{unit}}|{{units}}|second|seconds)(?: (?:old|long|period|term|time))?"
    r"(?: or so)?(?P<half> and a half)?(?: ahead| to come)?"
)
RANGE = pattern(
    r"(?:the )?(?:past |last |next |first )?{number}(?: to | or |-){number} (?P<unit>{unit}|{units})(?: old)?"
)
BOTH = pattern(r"(?:{units}) (?:or|and) (?P<unit>{units})")
LONG = {"some time": "PXX", "a while": "PXX", "a long time": "PXX", "quite some time": "PXX"}
BACKWARD, FORWARD = {"past", "last", "recent", "previous", "latest"}, {"next", "coming"}
HOURS_A_DAY = 24
DAYS = {"D": 1, "W": 7}
MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}


def read(text: str, context: Context) -> Reading | None:
    """The length that an expression means, with days if it ends or begins on the publication day."""
    if text in LONG:
        return Reading(DURATION, LONG[text])
    if found := RANGE.fullmatch(text) or BOTH.fullmatch(text):
        letters, of_clock, _ = unit_row(found["unit"])
        return Reading(DURATION, f"P{'T' if of_clock else ''}X{letters}")
    found = LENGTH.fullmatch(text)
    return _length(found, context) if found else None


def _length(found: re.Match[str], context: Context) -> Reading | None:
    letters, of_clock, factor = unit_row(found["unit"])
    plural = found["unit"].endswith("s")
    span = set(found["span"].split())
    known = found["count"] is not None or not plural
    count = quantity(found["count"]) if found["count"] else (1.0 if not plural else None)
    if not found["count"] and span & {"recent", "coming"} and plural:
        return reference("PAST_REF" if "recent" in span else "FUTURE_REF")
    if found.group() == "one day" and context.tense is Tense.FUTURE:
        return reference("FUTURE_REF")
    if found["half"] and count is not None:
        count += 0.5
    value = _value(count, letters, of_clock, factor)
    if of_clock and (count is None or letters != "H" or count <= HOURS_A_DAY):
        count, factor, letters = 1, 1, "D"
    elif not known or count is None or of_clock:
        return Reading(DURATION, value)
    first, last = _reach(count * factor, letters, span, context.anchor)
    return Reading(DURATION, value, first, last)


def _value(count: float | None, letters: str, of_clock: bool, factor: int) -> str:
    mark = "T" if of_clock else ""
    if count is None:
        return f"P{mark}X{letters}"
    count *= factor
    if count % 1 and letters == "Y":
        whole, months = int(count), round(count % 1 * 12)
        return f"P{f'{whole}Y' if whole else ''}{months}M"
    if count % 1 and letters in ("H", "M") and of_clock:
        whole, smaller = int(count), round(count % 1 * 60)
        return f"PT{f'{whole}{letters}' if whole else ''}{smaller}{'M' if letters == 'H' else 'S'}"
    if letters == "H" and count == 24:
        return "P1D"
    if letters in ("DE", "CE") and count > 1:
        return f"P{count * (10 if letters == 'DE' else 100):g}Y"
    return f"P{mark}{count:g}{letters}"


def _reach(count: float, letters: str, span: set[str], anchor: date) -> tuple[date | None, date | None]:
    if span & BACKWARD:
        return _moved(anchor, letters, -count), anchor
    if span & FORWARD:
        return anchor, _moved(anchor, letters, count)
    return None, None


def _moved(anchor: date, letters: str, count: float) -> date:
    if letters in DAYS:
        return anchor + timedelta(round(count * DAYS[letters]))
    return moved(anchor, round(count * MONTHS[letters]))
