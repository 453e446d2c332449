"""Which words are toponyms, and which place each means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.enrich.places import resolve_places
from pipeline.records import Article, Extraction, Part
from tests.pipeline.enrich.places.conftest import Locate


def named(places, text):
    return next((p for p in places if p and p.text == text), None)


def test_a_place_carries_all_that_the_gazetteer_tells(locate: Locate) -> None:
    (place,) = locate("Talks resumed in Geneva on Monday.", {"Geneva": "GPE"})
    assert place is not None
    assert (place.name, place.country, place.kind, place.geoname_id) == ("Geneva", "CHE", "city", 2660646)
    assert place.latitude == pytest.approx(46.2, abs=0.1)
    assert place.longitude == pytest.approx(6.15, abs=0.1)
    assert (place.start, place.end, place.part) == (17, 23, Part.TEXT)


@pytest.mark.parametrize(
    ("text", "labels", "name", "country", "admin1"),
    [
        ("A court in Paris, Texas, met.", {"Paris": "GPE", "Texas": "GPE"}, "Paris", "USA", "Texas"),
        ("A court in Paris heard the case.", {"Paris": "GPE"}, "Paris", "FRA", "Île-de-France"),
        ("Long Beach, Calif., slept.", {"Long Beach": "GPE", "Calif.": "GPE"}, "Long Beach", "USA", "California"),
        ("He left Springfield in Illinois.", {"Springfield": "GPE", "Illinois": "GPE"}, "Springfield", "USA",
         "Illinois"),
        ("Tbilisi said that Georgia would vote.", {"Tbilisi": "GPE", "Georgia": "GPE"}, "Georgia", "GEO", None),
        ("Atlanta is Georgia's largest city.", {"Atlanta": "GPE", "Georgia": "GPE"}, "Georgia", "USA", "Georgia"),
        ("Washington and Beijing traded blame.", {"Washington": "GPE", "Beijing": "GPE"}, "Washington", "USA",
         "District of Columbia"),
    ],
)  # fmt: skip
def test_the_sense_fits_the_document(
    locate: Locate, text: str, labels: dict[str, str], name: str, country: str, admin1: str | None
) -> None:
    place = named(locate(text, labels), name)
    assert place is not None
    assert (place.country, place.admin1) == (country, admin1)


def test_a_name_has_one_sense_in_title_and_text(locate: Locate) -> None:
    text = "Officers in London, Ontario, were called to a fire. The fire spread through north London."
    places = locate(text, {"London": "GPE", "Ontario": "GPE"}, title="Fire in London")
    assert {p.country for p in places if p and p.text == "London"} == {"CAN"}


def test_the_home_of_the_source_decides_where_nothing_else_tells(locate: Locate) -> None:
    text, labels = "The council of Dublin met on Monday.", {"Dublin": "GPE"}

    def country(home: str | None, more: str = "") -> tuple[str | None, str | None]:
        place = named(locate(text + more, labels | {"Cork": "GPE", "Galway": "GPE"}, home=home), "Dublin")
        assert place is not None
        return place.country, place.admin1

    assert country(None)[0] == country("IRL/")[0] == "IRL"
    assert country("USA/Ohio") == ("USA", "Ohio")
    assert country("USA/Ohio", " So did Cork. Galway did not. Ireland waits.")[0] == "IRL"


@pytest.mark.parametrize(
    ("text", "labels", "absent"),
    [
        ("Mr. Jordan told reporters that he would run.", {"Jordan": "PERSON"}, "Jordan"),
        ("Michael Houston said so. Houston added more.", {"Michael Houston": "PERSON", "Houston": "PERSON"}, "Houston"),
        ("The meeting is on Sunday, March 3.", {"Sunday, March 3": "DATE"}, "March"),
        ("Reading is a habit. Most agree.", {}, "Reading"),
        ("She told us that it was over.", {}, "us"),
    ],
)  # fmt: skip
def test_what_is_no_toponym_is_left_out(
    locate: Locate, text: str, labels: dict[str, str], absent: str
) -> None:
    assert named(locate(text, labels), absent) is None


def test_adjectives_of_countries_are_places(locate: Locate) -> None:
    places = locate("French and Chinese officials met.", {"French": "NORP", "Chinese": "NORP"})
    assert [p and p.country for p in places] == ["FRA", "CHN"]


def test_places_stand_in_line_with_mentions_and_others_follow(locate: Locate) -> None:
    text = (
        "Police in the Philippines asked the Ohio Department of Health for help. Ana Cruz, of Manila, agreed."
    )
    labels = {
        "the Philippines": "GPE",
        "the Ohio Department of Health": "ORG",
        "Ana Cruz": "PERSON",
        "Manila": "GPE",
    }
    places = locate(text, labels)
    inline, others = places[:4], places[4:]
    assert [p and p.name for p in inline] == ["Philippines", None, None, "Manila"]
    assert [p and p.name for p in others] == ["Ohio"]


def test_capitals_throughout_hide_no_place(locate: Locate) -> None:
    text = "GUERRILLAS ATTACKED A POWER STATION NEAR MEDELLIN, THE COLOMBIAN GOVERNMENT SAID IN BOGOTA YESTERDAY."
    names = {p.name for p in locate(text, {"MEDELLIN": "ORG", "COLOMBIAN": "NORP", "BOGOTA": "GPE"}) if p}
    assert names == {"Medellín", "Colombia", "Bogotá"}


def test_roads_are_places_without_a_point(locate: Locate) -> None:
    text = "A man was shot on Martin Luther Street. The car was found at North 40th Avenue."
    roads = [p for p in locate(text) if p]
    assert [p.text for p in roads] == ["Martin Luther Street", "North 40th Avenue"]
    assert all(p.latitude is None and p.kind == "other" for p in roads)


def test_a_road_is_not_the_town_in_its_name(locate: Locate) -> None:
    places = locate("The crash happened on Oxford Road.", {"Oxford Road": "FAC"})
    assert [p.text for p in places if p] == ["Oxford Road"]


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_spans_that_hold_and_twice_the_same(text: str) -> None:
    article = Article("a", text=text)
    places = [p for p in resolve_places(article, Extraction()) if p]
    assert all(text[p.start : p.end] == p.text for p in places)
    assert places == [p for p in resolve_places(article, Extraction()) if p]
