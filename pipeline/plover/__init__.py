"""PLOVER's types and modes: quad class and intensity."""

from functools import cache
from importlib.resources import files

from pipeline.records import EventType


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
    return {EventType(type_): quad for type_, quad in _rows("quads.tsv")}


@cache
def _intensities() -> dict[tuple[EventType, str], float]:
    return {(EventType(type_), mode): float(number) for type_, mode, number in _rows("modes.tsv")}


def _rows(name: str) -> list[list[str]]:
    lines = files(__name__).joinpath(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
