"""PLOVER's types and modes: quad class and intensity."""

from functools import cache

from pipeline.records import EventType
from pipeline.tables import rows


def quad_class(event_type: EventType) -> str:
    """PLOVER quad class of a type, as in the schema's enum ``QuadClass``."""
    return _quads()[event_type]


def intensity(event_type: EventType, mode: str | None) -> float:
    """From -10 (most hostile) to 10 (most cooperative); a mode without a number of its own has its type's."""
    table = _intensities()
    return table.get((event_type, mode or "-"), table[event_type, "-"])


@cache
def modes() -> frozenset[tuple[EventType, str]]:
    """Every mode that a type may have."""
    return frozenset(key for key in _intensities() if key[1] != "-")


@cache
def _quads() -> dict[EventType, str]:
    return {EventType(type_): quad for type_, quad in rows(__name__, "quads.tsv")}


@cache
def _intensities() -> dict[tuple[EventType, str], float]:
    return {(EventType(type_), mode): float(number) for type_, mode, number in rows(__name__, "modes.tsv")}
