"""The tables beside this code: countries, subdivisions, regions, and the words that tell toponyms from other names."""

from dataclasses import dataclass
from functools import cache

from pipeline import tables


@dataclass(frozen=True, slots=True)
class Area:
    """A country, subdivision or region as its table has it. `code` is ISO 3166, empty for a region."""

    code: str
    name: str
    kind: str
    country: str
    latitude: float
    longitude: float
    names: tuple[str, ...]
    demonyms: tuple[str, ...]


def rows(name: str) -> list[list[str]]:
    """The rows of a table of this folder."""
    return tables.rows("pipeline.enrich.places", name)


def countries() -> list[Area]:
    """Countries, by ISO 3166-1 alpha-3. `name` is empty: it comes from GeoNames."""
    return [
        Area(
            code, "", "country", code, float(latitude), float(longitude), _several(names), _several(demonyms)
        )
        for code, latitude, longitude, names, demonyms in rows("countries.tsv")
    ]


def subdivisions() -> list[Area]:
    """First-level divisions, by ISO 3166-2. `country` is empty: it comes from GeoNames."""
    return [
        Area(code, name, "admin1", "", float(latitude), float(longitude), _several(names), _several(demonyms))
        for code, name, latitude, longitude, names, demonyms in rows("subdivisions.tsv")
    ]


def regions() -> list[Area]:
    """What is neither city, country nor division: seas, rivers, mountains, islands, landmarks, regions."""
    return [
        Area("", name, kind, country, float(latitude), float(longitude), _several(names), _several(demonyms))
        for name, kind, country, latitude, longitude, names, demonyms in rows("regions.tsv")
    ]


def aliases() -> dict[int, list[str]]:
    """Further names of cities, by GeoNames identifier."""
    names: dict[int, list[str]] = {}
    for name, geoname_id in rows("aliases.tsv"):
        names.setdefault(int(geoname_id), []).append(name)
    return names


@cache
def words(kind: str) -> frozenset[str]:
    """The words of `kind` in ``words.tsv``, in lower case."""
    return frozenset(word for word, kinds in rows("words.tsv") if kind in kinds.split("|"))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(name for name in cell.split("|") if name)
