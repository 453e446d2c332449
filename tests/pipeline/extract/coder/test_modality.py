import pytest

from pipeline.records import EventType, Modality

M = Modality
VISITS = [
    ("The minister visited Madrid.", M.OCCURRED),
    ("The minister is visiting Madrid.", M.ONGOING),
    ("The minister will visit Madrid.", M.PLANNED),
    ("Minister to visit Madrid", M.PLANNED),
    ("The minister is expected to visit Madrid.", M.PLANNED),
    ("The minister may visit Madrid.", M.HYPOTHETICAL),
    ("The minister hoped to visit Madrid.", M.HYPOTHETICAL),
    ("The crisis began ahead of the minister's visit to Madrid.", M.PLANNED),
    ("The crisis overshadows a possible visit by the Polish minister to Madrid.", M.HYPOTHETICAL),
]


@pytest.mark.parametrize(("text", "modality"), VISITS, ids=[v[0] for v in VISITS])
def test_modality_of_a_visit(coded, text, modality):
    visit = next(c for c in coded(text) if c.event_type in (EventType.CONSULT, EventType.AGREE))
    assert visit.modality is modality


@pytest.mark.parametrize("text", ["The minister will visit Madrid.", "Minister to visit Madrid"])
def test_a_visit_that_is_announced_is_a_promise(coded, text):
    event = coded(text)[0]
    assert (event.event_type, event.cameo_code) == (EventType.AGREE, "036")


def test_a_negated_attack_did_not_happen(coded):
    event = next(
        c for c in coded("The rebels did not attack the village.") if c.event_type is EventType.ASSAULT
    )
    assert event.modality is M.NEGATED


def test_a_refusal_has_happened(coded):
    event = coded("Cuba refused to meet the envoy.")[0]
    assert (event.event_type, event.modality) == (EventType.REJECT, M.OCCURRED)


def test_a_promise_has_been_made_though_its_act_has_not(coded):
    event = coded("Egypt promised to release the sailors.")[0]
    assert (event.event_type, event.modality) == (EventType.AGREE, M.OCCURRED)


def test_what_is_feared_may_happen(coded):
    event = coded("Villagers fear that Sudan will attack the town.")[0]
    assert (event.event_type, event.modality) == (EventType.ASSAULT, M.HYPOTHETICAL)


def test_what_is_announced_in_the_past_has_happened(coded):
    event = next(c for c in coded("The police announced they had arrested ten men.") if c.mode == "arrest")
    assert event.modality is M.OCCURRED


def test_an_attack_that_is_planned_has_not_happened(coded):
    event = next(
        c
        for c in coded("India plans an offensive against the rebels.")
        if c.event_type is not EventType.OTHER
    )
    assert event.modality is M.PLANNED
