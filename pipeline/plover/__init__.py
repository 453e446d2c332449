"""PLOVER's types: quad class and intensity."""

from pipeline.records import EventType


def quad_class(event_type: EventType) -> str:
    """PLOVER quad class of a type, as in the schema's enum ``QuadClass``."""
    return "NEUTRAL"


def intensity(event_type: EventType, mode: str | None) -> float:
    """From -10 (most hostile) to 10 (most cooperative)."""
    return 0.0
