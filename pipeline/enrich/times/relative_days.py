"""Days counted from the publication day or the date before, and times of day: "yesterday", "10 p.m."."""

import re
from datetime import date, timedelta

from pipeline.enrich.times import weekdays
from pipeline.enrich.times.readings import Context, Reading, day, timed
from pipeline.enrich.times.words import pattern, words

NAMED = {
    "the day before yesterday": -2,
    "day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}
FROM_BEFORE = {
    "the day before": -1,
    "the previous day": -1,
    "a day earlier": -1,
    "the same day": 0,
    "that day": 0,
    "that same day": 0,
    "the day": 0,
    "the next day": 1,
    "the following day": 1,
    "a day later": 1,
    "the day after": 1,
}
NAMED_DAY = pattern(
    r"(?P<day>(?:the )?day (?:before yesterday|after tomorrow)|yesterday|today|tomorrow)(?:'s)?"
    r"(?: (?P<part>{part}))?"
)
PART_FIRST = pattern(r"(?P<part>{part}) (?:of )?(?P<day>yesterday|today|tomorrow|{weekday})")
PART = pattern(r"(?P<which>this|last|the|that|in the)? ?(?P<part>{part})")
CLOCK = re.compile(
    r"(?:at )?(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?(?: ?(?P<half>[ap])\.? ?m\.?)?"
    r"(?: ?(?:o'clock|hours))?(?: \(?(?:gmt|utc|est|edt|cst|cdt|pst|pdt|bst|cet|cest|local time)\)?)?",
    re.IGNORECASE,
)
CLOCK_FIRST = pattern(
    rf"(?P<clock>{CLOCK.pattern.replace(' ', ' ')}|noon|midday|midnight),? (?:on )?(?P<rest>.+)"
)
CLOCK_LAST = re.compile(rf"(?P<rest>.+?),? at (?P<clock>{CLOCK.pattern}|noon|midnight)", re.IGNORECASE)
NIGHTS = {"tonight": 0, "overnight": -1}


def read(text: str, context: Context) -> Reading | None:
    """The day, or the part or time of a day, that a normalised expression means."""
    if text in NIGHTS:
        return timed(day(context.anchor + timedelta(NIGHTS[text])), "TNI")
    if found := NAMED_DAY.fullmatch(text):
        reading = day(context.anchor + timedelta(NAMED[found["day"]]))
        return timed(reading, words("day_parts")[found["part"]]) if found["part"] else reading
    if text in FROM_BEFORE:
        return day(_before(context) + timedelta(FROM_BEFORE[text]))
    if found := PART_FIRST.fullmatch(text):
        of = read(found["day"], context) or weekdays.read(found["day"], context)
        return of and timed(of, words("day_parts")[found["part"]])
    if found := PART.fullmatch(text):
        night = found["which"] == "last"
        return timed(day(context.anchor - timedelta(1 if night else 0)), words("day_parts")[found["part"]])
    return None


def _before(context: Context) -> date:
    earlier = context.earlier
    return earlier.first if earlier and earlier.first and earlier.first == earlier.last else context.anchor


def split_clock(text: str) -> tuple[str, str] | None:
    """The rest of an expression and its TIMEX3 time of day, None if it holds none; the rest may be empty."""
    if (found := CLOCK.fullmatch(text)) and (found["half"] or found["minute"] or "o'clock" in text):
        return "", clock(text)
    for form in (CLOCK_FIRST, CLOCK_LAST):
        if (found := form.fullmatch(text)) and (value := clock(found["clock"])):
            return found["rest"], value
    return None


def clock(text: str) -> str:
    """A time of day as TIMEX3 has it, T14:30; empty if `text` is none."""
    if text in words("day_parts"):
        return words("day_parts")[text]
    found = CLOCK.fullmatch(text)
    if not found or not (found["half"] or found["minute"] or "o'clock" in text):
        return ""
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return f"T{hour:02d}:{found['minute'] or '00'}"
