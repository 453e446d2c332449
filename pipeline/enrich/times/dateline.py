"""The day that a text is dated from: "LIMA, 19 May 2021 (Agency) — "."""

from datetime import date

from pipeline.enrich.times.explicit import DAY, read
from pipeline.enrich.times.readings import Context
from pipeline.enrich.times.words import pattern

LOOKED_AT = 400
"""Characters at the start of a text in which a dateline may stand: bylines and rubrics come before it."""

_YEAR = r",? (?:{year}|\d\d)"
_NAME = r"(?-i:[A-Z])[\w.'’-]*(?:[ /](?-i:[A-Z])[\w.'’-]*){0,3}"
_DATELINE = pattern(
    rf"{_NAME}(?:, ?{_NAME}| \({_NAME}\))?,? (?:{{weekday}},? )?"
    rf"(?P<day>{{month}} {{day}}{_YEAR}|{DAY.replace('?P<day>', '?:').replace('?P<nth>', '?:')} {{month}}{_YEAR})"
    r"(?: ?[(\[][^\n()\[\]]{2,40}[)\]]){0,2} ?(?:--?|–|—) "
)
_ANY = Context(date(2000, 1, 1))


def dateline_day(text: str) -> date | None:
    """The day in the dateline of `text`, at the start of one of its first lines; None unless it tells the year."""
    start = 0
    while 0 <= start < min(LOOKED_AT, len(text)):
        if found := _DATELINE.match(text, start):
            return _day(found["day"])
        start = text.find("\n", start) + 1 or -1
    return None


def _day(text: str) -> date | None:
    try:
        reading = read(" ".join(text.lower().split()), _ANY)
    except ValueError:
        return None
    return reading.first if reading and reading.undated is None else None
