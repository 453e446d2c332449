import pytest

from pipeline.records import EventType

T = EventType


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("Chad and Mali sign trade deal", T.SUPPORT, ["Chad", "Mali"], ["Chad", "Mali"]),
        ("In Ghana, police arrest Kofi Mensah, head of a gang.", T.COERCE, ["police"], ["Kofi Mensah"]),
        ("Ann Lee protests outside Hill House", T.PROTEST, ["Ann Lee"], []),
        ("A car bomb explodes in Kerala near the temple.", T.ASSAULT, ["A car bomb"], ["Kerala"]),
    ],
)
def test_a_verb_taken_for_a_noun_is_read_as_a_verb(coded, text, event_type, actors, recipients):
    event = coded(text)[0]
    assert event.event_type is event_type
    assert [p.span.text for p in event.actors] == actors
    assert [p.head.text for p in event.recipients] == recipients


@pytest.mark.parametrize("text", ["Israeli air strike on Gaza", "Police raid on mosque in Cairo"])
def test_a_noun_stays_a_noun(coded, text):
    event = coded(text)[0]
    assert event.trigger.text in ("strike", "raid")
    assert event.recipients[0].span.text in ("Gaza", "Cairo")
