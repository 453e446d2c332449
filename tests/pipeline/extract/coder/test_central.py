"""What a sentence without an event of the sixteen types is about."""

import pytest

from pipeline.records import EventType, Modality


def other(coded, text):
    return next((c for c in coded(text) if c.event_type is EventType.OTHER), None)


@pytest.mark.parametrize(
    ("text", "trigger", "actors", "recipients"),
    [
        ("The bakery opened a second shop.", "opened", ["The bakery"], ["a second shop"]),
        ("Engineers set to check the old lift", "check", ["Engineers"], ["the old lift"]),
        ("Singer manages to avoid crash with truck", "avoid", ["Singer"], ["crash"]),
        ("Bakery gets more crowded, but its owners are not happy", "gets more crowded", ["Bakery"], []),
        ("Rovers win cup: 'We will never forget this night'", "win", ["Rovers"], ["cup"]),
        ("Fans outraged after stadium gap is widened", "outraged", ["Fans"], []),
        ("Cup final halted after crowd trouble", "halted", ["Cup final"], []),
        ("Nine dead after boat overturns off Crete", "dead", ["Nine dead"], []),
        ("Ferry sinking: Several dead after boat overturns off Crete", "dead", ["Several"], []),
        (
            "Alder Energy to supply heat pumps to largest school in Kent",
            "supply",
            ["Alder Energy"],
            ["heat pumps"],
        ),
        ("Subway trains collide in tunnel, one driver injured", "collide", ["Subway trains"], []),
        ("Fennwick Bank to merge with Harrow Trust", "merge", ["Fennwick Bank"], ["Harrow Trust"]),
        ("Actor named best newcomer in London", "named", ["Actor"], ["best newcomer"]),
    ],
)
def test_the_act_and_whom_it_is_about(coded, text, trigger, actors, recipients):
    event = other(coded, text)
    assert event.trigger.text == trigger
    assert [p.span.text for p in event.actors] == actors
    assert [p.span.text for p in event.recipients] == recipients


@pytest.mark.parametrize(
    "text", ["A long walk that everybody enjoyed", "The man who sold umbrellas", "Sunny."]
)
def test_a_name_of_something_tells_nothing(coded, text):
    assert other(coded, text) is None


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Engineers set to check the old lift", Modality.PLANNED),
        ("Engineers checking the old lift", Modality.ONGOING),
        ("Engineers check the old lift", Modality.OCCURRED),
    ],
)
def test_a_headline_tells_whether_it_is_done(coded, text, modality):
    assert other(coded, text).modality is modality


def test_an_apostrophe_opens_no_quotation(coded):
    assert other(coded, "The miners' band won the cup, and it's their first 'big' one").trigger.text == "won"


def test_a_first_sentence_without_a_clause_leaves_it_to_the_next(coded):
    triggers = [c.trigger.text for c in coded("A long walk. The bakery opened a shop. The choir sang.")]
    assert triggers == ["opened"]
