"""What an expression is read as: calendar periods with their TIMEX3 values, and what has no days."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.enrich.times.words import rows
from pipeline.records import Tense

DATE, TIME, DURATION, SET = "DATE", "TIME", "DURATION", "SET"
UNKNOWN = "X"


@dataclass(frozen=True, slots=True)
class Reading:
    """A TIMEX3 type and value, first and last day, and the value it has where no publication date is known.

    `undated` is None for what does not depend on the publication date.
    """

    type: str
    value: str
    first: date | None = None
    last: date | None = None
    undated: str | None = None
    mod: str | None = None

    def but(self, **changes: object) -> "Reading":
        """This reading with other fields."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is read against.

    `anchor` is the publication day, `tense` that of the governing verb, `earlier` the last date that was read
    in the same or the sentence before, `quarter` the last quarter read in the text.
    """

    anchor: date
    tense: Tense | None = None
    earlier: Reading | None = None
    quarter: Reading | None = None


def moved(of: date, months: int) -> date:
    """The same day of another month, or its last day if it is shorter."""
    first, last = _months(of.year, of.month + months)
    return first.replace(day=min(of.day, last.day))


def _period(value: str, first: date, last: date, undated: str | None) -> Reading:
    return Reading(DATE, value, first, last, undated)


def day(of: date, undated: str | None = "XXXX-XX-XX") -> Reading:
    """One day."""
    return _period(of.isoformat(), of, of, undated)


def week(of: date) -> Reading:
    """The ISO week, Monday to Sunday, that holds a day."""
    monday = of - timedelta(of.weekday())
    year, number, _ = of.isocalendar()
    return _period(f"{year:04d}-W{number:02d}", monday, monday + timedelta(6), "XXXX-WXX")


def weekend(of: date) -> Reading:
    """Saturday and Sunday of the ISO week that holds a day."""
    saturday = of + timedelta(5 - of.weekday())
    return _period(f"{week(of).value}-WE", saturday, saturday + timedelta(1), "XXXX-WXX-WE")


def _months(year: int, number: int, count: int = 1) -> tuple[date, date]:
    """First and last day of `count` months; `number` may lie outside 1 to 12."""
    first = date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)
    end = number + count - 1
    end_year, end_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    return first, date(end_year, end_month, monthrange(end_year, end_month)[1])


def month(year: int, number: int, undated: str | None = "XXXX-XX") -> Reading:
    """A month; `number` may lie outside 1 to 12 and then counts on from another year."""
    first, last = _months(year, number)
    return _period(f"{first.year:04d}-{first.month:02d}", first, last, undated)


def quarter(year: int, number: int, undated: str | None = "XXXX-QX") -> Reading:
    """A calendar quarter; `number` may lie outside 1 to 4 and then counts on from another year."""
    year, number = year + (number - 1) // 4, (number - 1) % 4 + 1
    first, last = _months(year, 3 * number - 2, 3)
    return _period(f"{year:04d}-Q{number}", first, last, undated)


def half(year: int, number: int, undated: str | None = "XXXX-HX") -> Reading:
    """The first or second half of a year."""
    first, last = _months(year, 6 * number - 5, 6)
    return _period(f"{year:04d}-H{number}", first, last, undated)


def season(year: int, letters: str, undated: str | None = None) -> Reading:
    """A season, as meteorologists count in the northern hemisphere; winter begins in its year's December."""
    start = next(int(row[2]) for row in rows("seasons") if row[1] == letters)
    first, last = _months(year, start, 3)
    return _period(f"{year:04d}-{letters}", first, last, undated or f"XXXX-{letters}")


def year(number: int, undated: str | None = "XXXX") -> Reading:
    """A calendar year."""
    return _period(f"{number:04d}", date(number, 1, 1), date(number, 12, 31), undated)


def decade(number: int, undated: str | None = None) -> Reading:
    """A decade by the digits before its last: 199 is the 1990s."""
    return _period(f"{number:03d}", date(number * 10, 1, 1), date(number * 10 + 9, 12, 31), undated)


def century(number: int, undated: str | None = None) -> Reading:
    """A century by its first two digits: 19 is the 20th century."""
    return _period(f"{number:02d}", date(number * 100, 1, 1), date(number * 100 + 99, 12, 31), undated)


def quarter_of(of: date) -> int:
    """The number of the calendar quarter that holds a day."""
    return (of.month - 1) // 3 + 1


def shifted(of: date, unit: str, by: int) -> Reading | None:
    """The calendar unit (TIMEX3 letters, of days or more) that lies `by` units from the one holding a day."""
    match unit:
        case "D":
            return day(of + timedelta(by))
        case "W":
            return week(of + timedelta(7 * by))
        case "M":
            return month(of.year, of.month + by)
        case "Q":
            return quarter(of.year, quarter_of(of) + by)
        case "Y":
            return year(of.year + by)
        case "DE":
            return decade(of.year // 10 + by, "XXX")
        case "CE":
            return century(of.year // 100 + by, "XX")
    return None


def reference(value: str) -> Reading:
    """PAST_REF, PRESENT_REF or FUTURE_REF."""
    return Reading(DATE, value)


def timed(of: Reading, clock: str) -> Reading:
    """A day with a time of day, such as TMO or T22:00."""
    return of.but(type=TIME, value=of.value + clock, undated=(of.undated and of.undated + clock))
