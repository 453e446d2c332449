"""Constructions that say who is acted upon, and repairs of the parse: known answers."""

import pytest

from pipeline.records import EventType

T = EventType


@pytest.mark.parametrize(
    ("text", "event_type", "actor", "recipient"),
    [
        ("Sudan threatened to close the pipeline unless Chad pays its debts.", T.THREATEN, "Sudan", "Chad"),
        ("Kenya will not end the embargo until Uganda returns the island.", T.REJECT, "Kenya", "Uganda"),
        ("Norway complained to the United Nations over two Russian raids.", T.ACCUSE, "Norway", "Russian"),
        ("Ghana demanded the withdrawal of Togolese troops from the valley.", T.REQUEST, "Ghana", "Togolese"),
        ("Cyprus refused to let the Turkish envoy enter the city.", T.REJECT, "Cyprus", "the Turkish envoy"),
        ("The mayor rejected a request from the miners to open the road.", T.REJECT, "mayor", "the miners"),
        (
            "Japan reiterated its support for the Peruvian president.",
            T.SUPPORT,
            "Japan",
            "Peruvian president",
        ),
        ("Italy returned twelve vases to Greece.", T.RETREAT, "Italy", "Greece"),
        ("Police in Nairobi arrested forty protesters in Kisumu.", T.COERCE, "Police", "forty protesters"),
        ("Amnesty issued a report accusing the Malian army of torture.", T.ACCUSE, "Amnesty", "Malian army"),
        ("The government ordered the newspaper to suspend publication.", T.COERCE, "government", "newspaper"),
        ("President Ortega phoned President Boric to congratulate him.", T.SUPPORT, "Ortega", "Boric"),
        ("A court in Lima on Tuesday freed activist Rosa Quispe.", T.RETREAT, "A court", "Rosa Quispe"),
        ("The army said the rebels were responsible for the attack.", T.ACCUSE, "The army", "the rebels"),
    ],
)
def test_who_is_acted_upon(coded, text, event_type, actor, recipient):
    events = [c for c in coded(text) if c.event_type is event_type]
    assert any(actor in p.span.text for e in events for p in e.actors), events
    assert any(recipient in p.span.text for e in events for p in e.recipients), events


def test_two_who_sign_are_each_other_s_recipients_though_a_third_is_named(coded):
    event = coded("Kenya and Chad signed a pact to help the Libyan police.")[0]
    assert [p.span.text for p in event.actors] == [p.span.text for p in event.recipients] == ["Kenya", "Chad"]


def test_an_assault_told_twice_keeps_those_whom_either_telling_names(coded):
    event = coded("Rebels shelled the town of Bria, killing nine farmers.")[0]
    assert {p.head.text for p in event.recipients} >= {"farmers"}
    assert any("Bria" in p.span.text for p in event.recipients)


def test_what_is_promised_not_to_be_done_is_no_threat(coded):
    assert coded("The militia promised not to attack the convoy.")[0].event_type is T.AGREE
