"""Where an article's main event was, if the sentences that tell it don't say."""

import pytest
from spacy.language import Language

from pipeline.enrich.core import enrich
from pipeline.enrich.places import resolve_places, setting
from pipeline.extract.core import extract
from pipeline.records import Article, Grouping, Part, Place
from tests.pipeline.enrich.places.conftest import extraction_of

LABELS = {
    "Wrenfield Stadium": "FAC", "Wrenfield Embassy": "ORG", "Wrenfield Bank": "ORG", "Nairobi": "GPE", "Mombasa": "GPE",
    "NAIROBI": "GPE", "French": "NORP",
}  # fmt: skip


def found(text: str, title: str = "") -> Place | None:
    extraction = extraction_of(text, title, LABELS)
    article = Article("a", title, text)
    return setting(article, extraction, resolve_places(article, extraction))


@pytest.mark.parametrize("name", ["Wrenfield Stadium", "Wrenfield Embassy"])
def test_a_site_that_the_gazetteer_does_not_know_has_no_point(name: str) -> None:
    text = f"A crowd sang outside the {name}. Nairobi was calm."
    place = found(text)
    assert place == Place(name, text.index(name), text.index(name) + len(name), kind="other")


def test_of_the_title_s_site_and_the_lead_s_the_title_s_is_taken() -> None:
    place = found("A crowd sang outside the Wrenfield Embassy.", "Crowd sings at Wrenfield Stadium")
    assert place
    assert (place.text, place.part) == ("Wrenfield Stadium", Part.TITLE)


@pytest.mark.parametrize(
    "text",
    [
        "A crowd sang for Wrenfield Stadium. Nairobi was calm.",
        "A crowd sang outside Wrenfield Bank. Nairobi was calm.",
        "It rained. It rained. It rained. A crowd sang outside Wrenfield Stadium. Nairobi was calm.",
    ],
)
def test_what_names_no_site_or_comes_late_is_none(text: str) -> None:
    place = found(text)
    assert place
    assert place.text == "Nairobi"


def test_the_place_of_the_dateline_comes_before_the_most_frequent() -> None:
    place = found("A picture. NAIROBI (Agency) -- A choir sang. Mombasa listened. Mombasa clapped.")
    assert place
    assert place.text == "NAIROBI"


def test_the_most_frequent_place_is_taken_at_its_first_mention() -> None:
    place = found("Nairobi listened. Mombasa sang. Mombasa clapped.")
    assert place
    assert (place.text, place.start) == ("Mombasa", 18)


def test_a_people_s_name_is_no_place() -> None:
    assert found("A French choir sang. French food was served.") is None


def test_only_the_main_event_is_set_there(nlp: Language) -> None:
    text = "The choir sang an old song. Nairobi is old. Nairobi is big. Rebels attacked a convoy."
    article = Article("a", "Choir sings old song", text)
    (extraction,) = extract(nlp, [article])
    enrichment = enrich(article, Grouping("s"), extraction, "m")
    places = {e.event_id == enrichment.main_event_id: e.place and e.place.text for e in enrichment.events}
    assert places == {True: "Nairobi", False: None}
