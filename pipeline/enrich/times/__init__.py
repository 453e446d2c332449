"""Time expressions resolved to TIMEX3 values and days."""

from pipeline.enrich.times.event import event_time, event_times, lead_end, lead_time, reported
from pipeline.enrich.times.resolve import resolve_times

__all__ = ["event_time", "event_times", "lead_end", "lead_time", "reported", "resolve_times"]
