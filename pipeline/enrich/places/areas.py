"""The areas that an article is surely about, by its words alone: what the home of its source is learnt from."""

from collections.abc import Sequence

from pipeline.enrich.places.document import in_capitals
from pipeline.enrich.places.gazetteer import Entry, Gazetteer
from pipeline.enrich.places.spotting import matches, split_words

MOST = 16
"""Areas kept of an article: bounds what grouping remembers."""

LARGE, DWARFS = frozenset({"country", "admin1"}), 10
"""Kinds that dwarf places which have less than a tenth of their people: Ohio, not the village of that name."""


def areas_of(title: str | None, text: str | None, known: Gazetteer) -> tuple[str, ...]:
    """The area of each name in `title` and `text` that can mean places of one area only, once a name, in text order.

    An area is the country's ISO 3166-1 alpha-3 code and its first-level division, "USA/Ohio", or "USA/" if the
    name tells no division.
    """
    found: dict[str, str] = {}
    for part in (title or "", text or ""):
        for match in matches(part, split_words(part), known, in_capitals(part)):
            name = part[match.start : match.end]
            if name in found:
                continue
            areas = {f"{e.country}/{e.admin1}" for e in _meant(match.entries)}
            if len(areas) == 1:
                found[name] = areas.pop()
            if len(found) == MOST:
                return tuple(found.values())
    return tuple(found.values())


def _meant(entries: Sequence[Entry]) -> list[Entry]:
    """What a name may mean: a country or division of that name alone, if it dwarfs all namesakes."""
    located = [e for e in entries if e.country]
    large = max((e for e in located if e.own and e.kind in LARGE), key=lambda e: e.population, default=None)
    if large and all(e is large or DWARFS * e.population < large.population for e in located):
        return [large]
    return located
