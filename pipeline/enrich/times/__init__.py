"""Time expressions resolved to TIMEX3 values and days."""

from pipeline.enrich.times.event import event_time, event_times
from pipeline.enrich.times.resolve import resolve_times

__all__ = ["event_time", "event_times", "resolve_times"]
