"""How many were killed and injured, as a sentence tells it."""

import pytest

from pipeline.extract.coder.clauses import clauses_of
from pipeline.extract.coder.nodes import sentences_of
from pipeline.extract.coder.quantity import number
from pipeline.records import EventType, Modality


def toll(coded, text):
    event = next(c for c in coded(text) if c.event_type is EventType.ASSAULT)
    return event.killed, event.injured


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A bomb killed 12 people and injured thirty in Basra.", 12, 30),
        ("At least 95 people were killed in a suicide attack.", 95, None),
        ("Rebels attacked the camp, killing twenty-one soldiers.", 21, None),
        ("A suicide bomber attacked a checkpoint, killing five people and wounding 20 others.", 5, 20),
        ("Gunmen attacked the bus, injuring one.", None, 1),
        ("Rebels attacked the village and ten people died.", 10, None),
        ("Militants attacked the base, and 14 troops lost their lives.", 14, None),
        ("The bombing claimed 31 lives, the rebels said, after they attacked the market.", 31, None),
        ("Two car bombs in Homs kill at least 25, wound over 100", 25, 100),
        ("Seven farmers were shot dead by gunmen in Kaduna.", 7, None),
        ("Soldiers attacked the protesters, and six people suffered injuries.", None, 6),
    ],
)
def test_verbs_tell_how_many(coded, text, killed, injured):
    assert toll(coded, text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("The attack left 7 soldiers dead.", 7, None),
        ("The attack left 7 soldiers dead and 15 wounded.", 7, 15),
        ("The bombing left five dead.", 5, None),
        ("The militants attacked a convoy, leaving three dead and nine injured.", 3, 9),
        ("The death toll from the bombing in Karachi rose to 40.", 40, None),
        ("Police condemned the murder of two judges in Cali.", 2, None),
        ("Rebels attacked the town, causing the deaths of 5 soldiers.", 5, None),
        ("The attack caused 12 deaths.", 12, None),
        ("At least 12 killed, dozens wounded in Baghdad bombing", 12, 24),
        ("Rebels stabbed three men to death.", 3, None),
        ("Gunmen killed six soldiers who were guarding 40 trucks.", 6, None),
        ("The government blamed the rebels for the assassination of the governor.", 1, None),
    ],
)
def test_nouns_and_states_tell_how_many(coded, text, killed, injured):
    assert toll(coded, text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Gunmen killed a judge in Bogota.", 1, None),
        ("Gunmen killed Maria Torres in Bogota.", 1, None),
        ("Gunmen killed the mayor and two bodyguards in Cali.", 3, None),
        ("Gunmen killed villagers in Kaduna.", 2, None),
        ("Gunmen killed dozens of villagers.", 24, None),
        ("At least 12 people were killed and dozens wounded in an attack by rebels.", 12, 24),
        ("Rebels killed a dozen soldiers and wounded several others.", 12, 3),
        ("Rebels killed two dozen soldiers.", 24, None),
        ("Rebels killed half a dozen soldiers.", 6, None),
        ("Rebels killed scores of people and wounded hundreds.", 40, 200),
        ("Rebels killed three hundred people.", 300, None),
        ("Rebels killed more than 1,200 civilians.", 1200, None),
        ("Rebels killed five or six soldiers.", 5, None),
        ("Rebels killed between 10 and 15 soldiers.", 10, None),
    ],
)
def test_numbers_are_the_least_that_the_words_can_mean(coded, text, killed, injured):
    assert toll(coded, text) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Rebels shelled the airport, but no one was hurt.", None, 0),
        ("Rebels shelled the airport, but nobody was killed.", 0, None),
        ("Rebels shelled the airport, but there were no casualties.", 0, 0),
        ("Rebels shelled the airport, but there were no reports of casualties.", 0, 0),
    ],
)
def test_no_victims_are_zero(coded, text, killed, injured):
    assert toll(coded, text) == (killed, injured)


def test_what_may_come_has_no_toll(coded):
    event = next(
        c for c in coded("Rebels could attack the town and kill 50 people.") if c.event_type == "ASSAULT"
    )
    assert event.modality is Modality.HYPOTHETICAL
    assert event.killed is None


def test_a_toll_belongs_to_the_event_that_it_is_nearest_to(coded):
    events = coded("Police arrested 11 men on Monday after a bomb killed six people in the port.")
    tolls = {c.event_type: c.killed for c in events}
    assert tolls[EventType.ASSAULT] == 6
    assert tolls[EventType.COERCE] is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two hundred and five soldiers", 205),
        ("two thousand three hundred soldiers", 2300),
        ("forty-two soldiers", 42),
        ("up to 20 soldiers", 20),
        ("a hundred soldiers", 100),
    ],
)
def test_numerals(nlp, text, value):
    (nodes,) = sentences_of(nlp(f"Rebels killed {text}."))
    (clause,) = clauses_of(nodes)
    assert number(clause.patients[0].all("nummod")[0]) == value
