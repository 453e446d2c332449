"""Times that recur: "every Monday", "daily", "each month", "Tuesday nights"."""

from pipeline.enrich.times.readings import SET, Context, Reading
from pipeline.enrich.times.shifts import unit_row
from pipeline.enrich.times.words import numbers, pattern, words

EACH = pattern(
    r"(?:every|each)(?: (?P<other>other)| (?P<count>{number}))? "
    r"(?:(?P<unit>{unit}|{units})|(?P<weekday>{weekday})|(?P<month>{long_month})|(?P<season>{season}))"
    r"(?: (?P<part>{part}))?"
)
PLURAL = pattern(r"(?:on )?(?P<weekday>{weekday})(?:s| (?P<part>{part})s)")
TIMES = pattern(
    r"(?:once|twice|(?:{number}|several) times) (?:a|an|per|each|every) (?P<unit>{unit})|per (?P<per>{unit})"
)


def read(text: str, _context: Context) -> Reading | None:
    """The recurring time that a normalised expression means. It has no days."""
    if text in words("sets"):
        return Reading(SET, words("sets")[text])
    if found := PLURAL.fullmatch(text):
        return Reading(SET, _weekday(found["weekday"], found["part"]))
    if found := TIMES.fullmatch(text):
        return _each(found["unit"] or found["per"], 1)
    found = EACH.fullmatch(text)
    if not found:
        return None
    if found["weekday"]:
        return Reading(SET, _weekday(found["weekday"], found["part"]))
    if found["month"]:
        return Reading(SET, f"XXXX-{numbers('months')[found['month']]:02d}")
    if found["season"]:
        return Reading(SET, f"XXXX-{words('seasons')[found['season']]}")
    return _each(
        found["unit"], 2 if found["other"] else int(found["count"]) if (found["count"] or "").isdigit() else 1
    )


def _weekday(weekday: str, part: str | None) -> str:
    return f"XXXX-WXX-{numbers('weekdays')[weekday]}{words('day_parts')[part] if part else ''}"


def _each(unit: str, count: int) -> Reading | None:
    letters, of_clock, factor = unit_row(unit)
    return Reading(SET, f"P{'T' if of_clock else ''}{count * factor}{letters}")
