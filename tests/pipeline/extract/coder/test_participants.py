import pytest

from pipeline.records import EventType


def texts(phrases):
    return [p.span.text for p in phrases]


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Gunmen attacked a police station in Karachi.", "Gunmen", "a police station"),
        ("The judge was arrested by Turkish police.", "Turkish police", "The judge"),
        ("An attack by rebels on Goma killed ten people.", "rebels", "people"),
        ("Kenya demanded that Chad release the two sailors.", "Kenya", "Chad"),
        ("Jordan agreed to send aid to Lebanon.", "Jordan", "Lebanon"),
        ("Fighters who attacked Mosul fled.", "Fighters", "Mosul"),
        ("Cyprus rejected a Greek offer.", "Cyprus", "Greek"),
        ("Oman accused the militia of torturing villagers.", "Oman", "the militia"),
        ("Merkel's visit to Ankara angered farmers.", "Merkel", "Ankara"),
        ("The mayor was charged with fraud by prosecutors in Lyon.", "prosecutors", "The mayor"),
        ("Soldiers shot and wounded two students in Accra.", "Soldiers", "two students"),
        ("Sudanese soldiers beat dozens of villagers.", "Sudanese soldiers", "villagers"),
        ("Oman broke off talks with the Tuwalis.", "Oman", "Tuwalis"),
        ("The deployment of Kenyan soldiers to Haiti angered the opposition.", "Kenyan soldiers", "Haiti"),
        ("Rockets were fired from Gaza into Israel.", "Gaza", "Israel"),
        ("Kony narrowly escaped an assassination by Ugandan troops.", "Ugandan troops", "Kony"),
        ("Ten soldiers were killed in a Taliban attack.", "Taliban", "Ten soldiers"),
        ("Farmers blamed the delay on Chad.", "Farmers", "Chad"),
        ("Togo came under criticism from the United Nations.", "the United Nations", "Togo"),
    ],
)
def test_who_and_to_whom(coded, text, actor, recipient):
    event = next(c for c in coded(text) if c.event_type is not EventType.OTHER)
    assert any(actor in t for t in texts(event.actors))
    assert any(recipient in t for t in texts(event.recipients))


def test_a_phrase_carries_title_and_name(coded):
    event = coded("Poland's deputy prime minister Jan Nowak met Finnish President Aino Laine in Riga.")[0]
    assert texts(event.actors) == ["Poland's deputy prime minister Jan Nowak"]
    assert event.actors[0].head.text == "Jan Nowak"
    assert texts(event.recipients)[0].startswith("Finnish President Aino Laine")


def test_in_a_reciprocal_event_each_is_actor_and_recipient(coded):
    event = coded("Kenya and Uganda held talks.")[0]
    assert texts(event.actors) == texts(event.recipients) == ["Kenya", "Uganda"]


def test_a_meeting_between_two_is_reciprocal(coded):
    text = "A meeting between President Lula and President Macron is possible."
    event = next(c for c in coded(text) if c.mode == "meet")
    assert texts(event.actors) == texts(event.recipients) == ["President Lula", "President Macron"]


@pytest.mark.parametrize(
    "text",
    [
        "Spain and Morocco exchanged intelligence on smugglers.",
        "Iraq, Syria resume diplomatic ties",
        "The armies of Benin and Togo are conducting joint patrols.",
        "The Finnish premier and the Danish premier met to discuss a Greenlandic parliament.",
    ],
)
def test_what_two_do_with_each_other_has_both_as_recipients(coded, text):
    event = max(coded(text), key=lambda c: c.confidence)
    assert len(event.actors) == 2
    assert texts(event.actors) == texts(event.recipients)


def test_a_word_before_a_recipient_is_no_further_one(coded):
    event = max(coded("Ethiopia's army attacked and burned an Oromo village."), key=lambda c: c.confidence)
    assert texts(event.recipients) == ["an Oromo village"]


def test_a_court_order_names_its_target_by_a_pronoun(coded):
    event = coded("The Hague court issued an arrest warrant for him in March.")[0]
    assert event.event_type is EventType.COERCE
    assert "court" in event.actors[0].span.text
    assert texts(event.recipients) == ["him"]
    assert event.recipients[0].pronoun


def test_the_speaker_stands_for_a_pronoun(coded):
    event = next(c for c in coded("Sudan said it had attacked Chad.") if c.event_type is EventType.ASSAULT)
    assert texts(event.actors) == ["Sudan"]


def test_the_place_of_a_visited_summit_is_told(coded):
    event = coded("Modi has visited the 2019 climate summit in Kenya.")[0]
    assert any("Kenya" in t for t in texts(event.recipients))


def test_an_obligation_is_requested_by_the_speaker(coded):
    event = coded("Chad must open its border, the Libyan minister said.")[0]
    assert texts(event.actors) == ["the Libyan minister"]
    assert texts(event.recipients) == ["Chad"]


@pytest.mark.parametrize(
    "text",
    [
        "The ministers of Chad and Mali will meet in Dakar on Friday.",
        "Chad and Mali held talks in the Senegalese capital.",
        "Chad and Mali signed the treaty in Dakar.",
    ],
)
def test_where_people_meet_is_no_party(coded, text):
    event = coded(text)[0]
    assert any("Chad" in t for t in texts(event.actors))
    assert any("Mali" in t for t in texts(event.actors))
    assert not any("Dakar" in t or "Senegalese" in t for t in texts(event.recipients))


def test_a_subject_right_after_a_day_is_found(coded):
    event = coded("On Monday Chad accused Malian soldiers of theft.")[0]
    assert texts(event.actors) == ["Chad"]


def test_what_is_fired_is_not_whom_it_hits(coded):
    event = coded("Police fired tear gas and water cannon at farmers near the palace.")[0]
    assert texts(event.recipients) == ["farmers"]


def test_a_mere_thing_is_no_recipient(coded):
    assert coded("Chad said that it was ready for such a step.")[0].recipients == ()
    assert texts(coded("The opposition boycotted the referendum.")[0].recipients) == ["the referendum"]


def test_two_who_promise_do_not_promise_each_other(coded):
    event = coded("Chile and Ecuador offered to send rescue teams.")[0]
    assert texts(event.actors) == ["Chile", "Ecuador"]
    assert event.recipients == ()


def test_responsibility_is_nobody(coded):
    event = coded("Two rebel groups claimed responsibility for the bombing.")[0]
    assert event.recipients == ()


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Two Ghanaians killed in two bombings near Accra", [], ["Two Ghanaians"]),
        ("The rebels killed and wounded ten soldiers.", ["The rebels"], ["ten soldiers"]),
    ],
)
def test_whoever_is_killed_without_an_object_is_the_victim(coded, text, actors, recipients):
    event = coded(text)[0]
    assert (texts(event.actors), texts(event.recipients)) == (actors, recipients)


def test_the_charge_is_no_part_of_the_accused(coded):
    for text in ("Mali accused the general of theft.", "Mali accused the government of Chad of theft."):
        assert not any("theft" in t for t in texts(coded(text)[0].recipients))


def test_a_request_goes_to_whom_it_calls_on(coded):
    assert texts(coded("The president called on the army to protect Chad.")[0].recipients) == ["the army"]


def test_the_source_is_no_recipient(coded):
    event = coded("Two firms supply weapons to the police, according to the European Commission.")[0]
    assert texts(event.recipients) == ["the police"]


def test_a_missile_is_not_hit(coded):
    assert coded("North Korea launched two missiles.")[0].recipients == ()


def test_a_trigger_holds_the_noun_that_its_verb_brings_about(coded):
    event = max(coded("The union staged a protest in Lomé."), key=lambda c: c.confidence)
    assert event.trigger.text == "staged a protest"


def test_a_protest_is_not_against_whom_another_clause_tells_of(coded):
    event = next(
        c
        for c in coded("Farmers staged a protest after the president met Senator Rojas.")
        if c.event_type is EventType.PROTEST
    )
    assert event.recipients == ()
