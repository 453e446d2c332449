"""The home of each source: where most of the places are that its articles name."""

from collections import Counter

MIN_NAMES = 3
COUNTRY_SHARE = 0.4
ADMIN1_SHARE = 0.15
"""Of how many unambiguous names a home is told, and the shares of them that must lie in its country and in its
first-level division. Found on the development sets of LGL and TR-News in file order; flat around."""


class Homes:
    """Sources with the areas of their articles (see `areas_of` of places), in generations that are dropped whole.

    Memory grows with the areas of a source within the retention time, not with its articles.
    """

    def __init__(self) -> None:
        self._counts: dict[int, dict[str, Counter[str]]] = {}

    def add(self, generation: int, source: str | None, areas: tuple[str, ...]) -> None:
        """Take up an article of `source`."""
        if source and areas:
            self._counts.setdefault(generation, {}).setdefault(source, Counter()).update(areas)

    def drop(self, generation: int) -> None:
        """Forget the articles of a generation."""
        self._counts.pop(generation, None)

    def of(self, source: str | None) -> str | None:
        """The home of `source`, an area; only a country ("USA/") if no division has enough; None if neither has."""
        areas: Counter[str] = Counter()
        for sources in self._counts.values():
            areas.update(sources.get(source or "", {}))
        total = areas.total()
        if total < MIN_NAMES:
            return None
        countries: Counter[str] = Counter()
        for area, count in areas.items():
            countries[area.partition("/")[0]] += count
        country, count = _most(countries)
        if count < COUNTRY_SHARE * total:
            return None
        inside = Counter({a: n for a, n in areas.items() if a.startswith(f"{country}/") and a[-1] != "/"})
        area, count = _most(inside) if inside else ("", 0)
        return area if count >= ADMIN1_SHARE * total and area else f"{country}/"


def _most(counts: Counter[str]) -> tuple[str, int]:
    """The largest count, of equal ones the first by name."""
    name = min(counts, key=lambda name: (-counts[name], name))
    return name, counts[name]
