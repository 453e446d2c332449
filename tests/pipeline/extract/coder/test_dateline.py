import pytest

from pipeline.extract.coder.dateline import dateline_end
from pipeline.records import EventType

BODY = "Ghana and Togo signed a treaty on Monday."
OPENINGS = [
    "ACCRA, July 3 (ABC) - ",
    "ACCRA — ",
    "ACCRA (Gulf Wire) – ",
    "Accra, 3 July 2019 - ",
    "CAPE COAST, Ghana - ",
    "By Kofi Mensah\n\nACCRA - ",
    "Accra (ABC) -- ",
    "Accra (Ghana), 3 Jul 19 (ABC) -- [Text] ",
    "[Excerpts] ",
]
NONE = [
    "Ghana - which left the talks - rejected the offer.",
    "Ghana signed a treaty - Togo did not.",
    "The minister said - as reported - that Togo agreed.",
    "",
]


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_dateline_is_found_and_takes_no_part(nlp, coded, opening):
    assert dateline_end(nlp(opening + BODY)) == len(opening)
    event = coded(opening + BODY)[0]
    assert [p.span.text for p in event.actors] == ["Ghana", "Togo"]
    assert [p.span.text for p in event.recipients] == ["Ghana", "Togo"]


@pytest.mark.parametrize("text", NONE)
def test_a_sentence_with_a_dash_has_no_dateline(nlp, text):
    assert dateline_end(nlp(text)) == 0


def test_a_rubric_takes_no_part(coded):
    event = coded("Dispute over the river: Ghana accused Togo of building a dam.")[0]
    assert [p.span.text for p in event.actors] == ["Ghana"]


def test_a_speaker_before_a_colon_is_no_rubric(coded):
    event = next(
        c for c in coded("Kofi Mensah: Togo attacked a village") if c.event_type is EventType.ASSAULT
    )
    assert [p.span.text for p in event.actors] == ["Togo"]


def test_a_text_that_is_only_a_dateline_has_an_event_of_its_second_sentence(coded):
    assert coded("ACCRA, July 3 (ABC) - \n\n" + BODY)[0].actors
