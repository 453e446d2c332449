"""The gazetteer and its tables."""

import math
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.places.gazetteer import Gazetteer, gazetteer
from pipeline.enrich.places.names import folded
from pipeline.enrich.places.tables import countries, regions, subdivisions


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) in (folded(name), folded(name).removeprefix("the "))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Louis", "Saint Louis"),
        ("Mt. Etna", "Mount Etna"),
        ("São Paulo", "Sao Paulo"),
        ("N'Djamena", "N’Djamena"),
        ("the Sahel", "Sahel"),
        ("Port-au-Prince", "Port au Prince"),
    ],
)
def test_spellings_of_one_name_are_folded_to_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_points_lie_on_the_globe_and_codes_are_unique() -> None:
    for areas in (countries(), subdivisions(), regions()):
        assert all(-90 <= a.latitude <= 90 and -180 <= a.longitude <= 180 for a in areas)
    for areas in (countries(), subdivisions()):
        assert len({a.code for a in areas}) == len(areas)
    assert len({a.name for a in regions()}) == len(regions())


@pytest.mark.parametrize(
    "name", ["Munich", "Kiev", "Bombay", "Calif.", "U.K.", "Xinjiang", "Strait of Hormuz", "L.A."]
)
def test_names_of_all_kinds_are_known(known: Gazetteer, name: str) -> None:
    assert known.named(name)


def test_abbreviations_count_only_as_written(known: Gazetteer) -> None:
    assert [e.name for e in known.named("US")] == ["United States"]
    assert "United States" not in {e.name for e in known.named("us")}
    assert "Mississippi" not in {e.name for e in known.named("miss")}


@pytest.mark.parametrize(
    ("demonym", "code"),
    [("French", "FRA"), ("Filipinos", "PHL"), ("South Korean", "KOR"), ("Swiss", "CHE"), ("Texans", "USA")],
)
def test_demonyms_name_their_country(known: Gazetteer, demonym: str, code: str) -> None:
    assert known.peopled(demonym)[0].country == code


def test_every_country_and_us_county_has_a_point(known: Gazetteer) -> None:
    assert all(
        known.named(name) for name in ("Georgia", "Kosovo", "South Sudan", "Harris County", "Orleans Parish")
    )
    county = next(e for e in known.named("Maricopa County") if e.kind == "admin2")
    phoenix = next(e for e in known.named("Phoenix") if e.admin1 == "Arizona")
    assert math.dist((county.latitude, county.longitude), (phoenix.latitude, phoenix.longitude)) < 1


def test_threads_share_it() -> None:
    known = gazetteer()
    names = ["lima", "paris", "springfield", "santiago", "georgia", "london", "nairobi", "tbilisi"] * 200
    alone = [known._query(name) for name in names]
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(known._query, names)) == alone
    finally:
        sys.setswitchinterval(switching)


@given(st.text(st.sampled_from("abz AZ.'&-’éßŁ"), max_size=12))
def test_plain_letters_are_folded_as_all_else_is(name: str) -> None:
    assert folded(f"{name} .") == folded(name)
