"""Which of an article's times is the time of an event."""

from collections.abc import Sequence

from pipeline.records import Candidate, Extraction, Time


def event_time(candidate: Candidate, extraction: Extraction, times: Sequence[Time | None]) -> Time | None:
    """The time of an event, from `times`, which stand in line with `extraction.times`."""
    linked = [time for i in candidate.times if (time := times[i])]
    dated = [time for time in linked if time.earliest]
    if dated:
        return dated[0]
    return next((time for time in linked if time.value == "PRESENT_REF"), None)
