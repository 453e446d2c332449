"""Publication dates as publishers write them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from math import isfinite

from pipeline.errors import BadRecordError, Reason

# The first printed newspaper is of 1605. What is said to be published outside these years has a broken date.
_FIRST_YEAR, _LAST_YEAR = 1600, 2199
# A number of this size or more counts milliseconds: in seconds it would be the year 5138.
_MILLIS_FROM = 100_000_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"[+-]?\d{9,14}(?:\.\d{1,9})?", re.ASCII)
_ZONE_APART = re.compile(r"\s+(?=(?:[+-]\d{2}:?\d{2}|Z)$)", re.ASCII)
_UTC_NAME = re.compile(r"\s*(?:UTC|GMT)$")
_MIDNIGHT_24 = re.compile(r"(?<=[T ])24(?=:?00(?::?00(?:[.,]0+)?)?(?:Z|[+-]|$))", re.ASCII)


def read_date(value: object) -> datetime:
    """The aware datetime that `value` stands for, in the zone given, else in UTC.

    Reads ISO 8601 (extended and basic, calendar and week dates; a day alone is its first moment), RFC 2822,
    seconds or milliseconds since 1970 as a number or as digits, and dates and datetimes. Raises
    BadRecordError (WRONG_TYPE) for all else, and for years before 1600 or after 2199.
    """
    try:
        found = _read(value)
    except (ValueError, OverflowError, IndexError, TypeError):
        found = None
    if found is None:
        raise BadRecordError(Reason.WRONG_TYPE, f"published_at is not a date: {_shown(value)}")
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        message = f"published_at is not between {_FIRST_YEAR} and {_LAST_YEAR}: {_shown(value)}"
        raise BadRecordError(Reason.WRONG_TYPE, message)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _read(value: object) -> datetime | None:
    match value:
        case bool():
            return None
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        case int() | float():
            return _since_epoch(value)
        case str():
            text = value.strip()
            return _since_epoch(float(text)) if _NUMBER.fullmatch(text) else _written(text)
    return None


def _since_epoch(number: float) -> datetime | None:
    if not isfinite(number):
        return None
    seconds = number / 1000 if abs(number) >= _MILLIS_FROM else number
    return _EPOCH + timedelta(seconds=seconds)


def _written(text: str) -> datetime:
    if text[:1].isalpha() or "," in text[:5] or re.match(r"\d{1,2} [A-Za-z]", text):
        return _zoned(parsedate_to_datetime(text))
    text = _ZONE_APART.sub("", text.upper())
    text = _UTC_NAME.sub("Z", text)
    midnight = _MIDNIGHT_24.search(text)
    if midnight:
        return _zoned(datetime.fromisoformat(_MIDNIGHT_24.sub("00", text)) + timedelta(days=1))
    return _zoned(datetime.fromisoformat(text))


def _zoned(found: datetime) -> datetime:
    """`found` with a zone that is plain data, whatever parser made it."""
    offset = found.utcoffset()
    return found.replace(tzinfo=timezone(offset) if offset else UTC)


def _shown(value: object) -> str:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return ascii(value)[:60]
    return f"a {type(value).__name__}"
