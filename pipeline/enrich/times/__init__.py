"""Time expressions resolved to TIMEX3 values and days."""

from collections.abc import Sequence
from datetime import datetime

from pipeline.records import Candidate, Extraction, Time, TimeMention


def resolve_times(mentions: Sequence[TimeMention], published_at: datetime | None) -> list[Time | None]:
    """A resolved `Time` for each mention, None for what turns out to be no time expression."""
    return [None for _ in mentions]


def event_time(candidate: Candidate, extraction: Extraction, times: Sequence[Time | None]) -> Time | None:
    """The time of an event, from `times`, which stand in line with `extraction.times`."""
    return next((times[i] for i in candidate.times if times[i]), None)
