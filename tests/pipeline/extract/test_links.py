"""Times and places of a sentence, and the events they belong to."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from pipeline.extract.links import nearest_places, nearest_times
from pipeline.records import Span

Links = Callable[[str, str, list[str]], list[str]]


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(words, start, start + len(words))


def linked(nlp: Language, nearest: Callable[..., tuple[int, ...]]) -> Links:
    def run(text: str, trigger: str, words: list[str]) -> list[str]:
        return [
            words[i] for i in nearest(nlp(text), span_of(text, trigger), [span_of(text, w) for w in words])
        ]

    return run


@pytest.fixture(scope="module")
def times(nlp: Language) -> Links:
    return linked(nlp, nearest_times)


@pytest.fixture(scope="module")
def places(nlp: Language) -> Links:
    return linked(nlp, nearest_places)


def test_each_clause_keeps_its_time(times: Links) -> None:
    text = "Crowds marched in Lagos on Saturday after police killed a student in Abuja last week."
    assert times(text, "marched", ["Saturday", "last week"]) == ["Saturday"]
    assert times(text, "killed", ["Saturday", "last week"]) == ["last week"]


def test_the_time_of_saying_is_not_that_of_the_event(times: Links) -> None:
    text = "Officials said on Wednesday that rebels attacked the port on Tuesday."
    assert times(text, "attacked", ["Wednesday", "Tuesday"]) == ["Tuesday"]
    assert times(text, "said", ["Wednesday", "Tuesday"])[0] == "Wednesday"


def test_a_noun_has_the_time_of_the_verb_that_carries_it(times: Links) -> None:
    text = "The court issued an arrest order on Friday."
    assert times(text, "order", ["Friday"]) == ["Friday"]


def test_a_clause_tells_when_its_noun_was_not_when_it_was_spoken_of(times: Links) -> None:
    text = "Police blamed the rebels for the murder of the mayor, which took place on Sunday."
    assert times(text, "murder", ["Sunday"]) == ["Sunday"]
    assert times(text, "blamed", ["Sunday"]) == []


def test_a_visit_has_its_own_month_and_not_that_of_the_journey_before(times: Links) -> None:
    text = (
        "Starting Monday, the envoy will go to Cairo ahead of a visit by the president to Paris in October."
    )
    assert times(text, "go", ["Monday", "October"])[0] == "Monday"
    assert times(text, "visit", ["Monday", "October"])[0] == "October"


def test_a_place_that_a_preposition_leads_comes_before_who_acts(places: Links) -> None:
    text = "Nigerian police killed a student in Abuja."
    assert places(text, "killed", ["Nigerian", "Abuja"])[0] == "Abuja"


def test_where_they_met_comes_before_where_they_arrive(places: Links) -> None:
    text = "Before arriving in Canada, the minister met her colleague in Malta."
    assert places(text, "met", ["Canada", "Malta"]) == ["Malta"]


def test_what_is_visited_is_the_place(places: Links) -> None:
    assert places("The French president visited Kyiv.", "visited", ["French", "Kyiv"])[0] == "Kyiv"


def test_other_sentences_are_left_alone(times: Links) -> None:
    assert times("They met on Monday. They left on Tuesday.", "left", ["Monday", "Tuesday"]) == ["Tuesday"]


def test_nothing_to_link(times: Links, nlp: Language) -> None:
    assert times("They met.", "met", []) == []
    assert nearest_times(nlp("They met."), Span("", 400, 401), []) == ()
