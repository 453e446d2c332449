"""Weekdays, by the tense of their verb: "Monday", "last Friday", "Tuesday night", "Monday of this week"."""

from datetime import timedelta

from pipeline.enrich.times.readings import Context, Reading, day, timed
from pipeline.enrich.times.words import numbers, pattern, words
from pipeline.records import Tense

WEEKDAY = pattern(
    r"(?:the )?(?P<move>{direction}|the previous|the following)? ?(?P<weekday>{weekday}|{short_weekday})"
    r"(?: (?P<part>{part}))?(?: (?:of )?(?P<week>this|last|next) week)?(?: (?P<behind>last|next))?"
)
WEEK = {"this": 0, "last": -1, "next": 1}


def read(text: str, context: Context) -> Reading | None:
    """The day that a normalised weekday expression means."""
    found = WEEKDAY.fullmatch(text)
    if not found:
        return None
    number = numbers("weekdays")[found["weekday"].rstrip(".")]
    by = _days(number, found["move"] or found["behind"], found["week"], context)
    reading = day(context.anchor + timedelta(by), f"XXXX-WXX-{number}")
    return timed(reading, words("day_parts")[found["part"]]) if found["part"] else reading


def _days(number: int, move: str | None, week: str | None, context: Context) -> int:
    """How many days the weekday lies from the publication day."""
    ahead = (number - context.anchor.isoweekday()) % 7
    back = ahead - 7 if ahead else 0
    if week:
        return number - context.anchor.isoweekday() + 7 * WEEK[week]
    if move == "the following" or (direction := numbers("directions").get(move or "", 0)) > 0:
        return ahead or 7
    if direction < 0:
        return back or -7
    return ahead if context.tense is Tense.FUTURE else back
