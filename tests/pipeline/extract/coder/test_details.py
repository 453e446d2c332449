from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.coder import code
from pipeline.extract.coder.lexicon import nouns, operators, polarity, rows, verbs
from pipeline.plover import modes
from pipeline.records import EventType, Part

WORDS = [
    "Israel",
    "and",
    "the",
    "army",
    "attacked",
    "will",
    "not",
    "to",
    "talks",
    "refused",
    ",",
    "said",
    "by",
    "12",
]


def test_attribution_by_according_to(coded):
    event = coded("Rebels attacked the town, according to the Malian army.")[0]
    assert event.attribution is not None
    assert event.attribution.span.text == "the Malian army"


def test_attribution_by_a_verb_of_saying(coded):
    events = coded("The Malian army said that rebels attacked the town.")
    event = next(c for c in events if c.event_type is EventType.ASSAULT)
    assert event.attribution is not None
    assert event.attribution.span.text == "The Malian army"


def test_the_first_sentence_always_has_an_event(coded):
    (event,) = coded("The orchestra played a new symphony in Vienna.")
    assert event.event_type is EventType.OTHER
    assert event.actors[0].span.text == "The orchestra"


def test_without_a_doer_a_clause_is_about_whom_it_happens_to(coded):
    (event,) = coded("Two divers were stranded overnight.")
    assert [p.span.text for p in event.actors] == ["Two divers"]
    assert not event.recipients


def test_beside_an_unsure_event_the_clause_is_told_too(coded):
    types = [c.event_type for c in coded("The choir sang at a demonstration of new pianos.")]
    assert EventType.OTHER in types


def test_a_headline_s_participle_is_passive(coded):
    events = coded("Nationwide curfew imposed in Sudan by army")
    event = next(c for c in events if c.event_type is EventType.COERCE)
    assert (event.trigger.text, event.mode) == ("imposed", "curfew")


def test_who_is_bombed_in_an_attack_did_not_do_it(coded):
    event = next(
        c for c in coded("Library in Kent bombed in attack by rebels") if c.event_type is EventType.ASSAULT
    )
    assert [p.span.text for p in event.actors] == ["rebels"]
    assert [p.span.text for p in event.recipients] == ["Library in Kent"]


def test_one_act_is_told_once(coded):
    events = coded("A car bomb explosion killed ten soldiers in an attack in Kabul.")
    assert Counter(c.event_type for c in events)[EventType.ASSAULT] == 1


def test_an_operator_takes_the_act_below_it(coded):
    types = [c.event_type for c in coded("Israel threatened to attack Iran.")]
    assert types == [EventType.THREATEN]


def test_politics_makes_an_event_surer(coded):
    political = coded("The president condemned the Syrian government.")[0]
    ordinary = coded("The coach condemned the referee after the match.")[0]
    assert political.confidence > ordinary.confidence + 0.2


def test_an_empty_text_has_no_events(coded):
    assert coded("") == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_words_give_well_formed_candidates(nlp, words):
    doc = nlp(" ".join(words))
    candidates = code(doc, Part.TITLE)
    assert candidates == code(doc, Part.TITLE)
    count = len(list(doc.sents))
    for c in candidates:
        assert 0 <= c.confidence <= 1
        assert 0 <= c.sentence < count
        for span in [c.trigger] + [s for p in c.actors + c.recipients for s in (p.span, p.head)]:
            assert span.text == doc.text[span.start : span.end] != ""
            assert span.part is Part.TITLE
        for p in c.actors + c.recipients:
            assert p.span.start <= p.head.start <= p.head.end <= p.span.end


def test_the_lexicon_is_wide_and_its_lines_are_sound():
    entries = [e for table in (verbs(), nouns()) for word in table.values() for e in word]
    assert len(entries) > 1500
    known = {name for name, _ in operators()}
    for entry in entries:
        assert entry.event_type or entry.operator in known | {"REPORT"}
        assert 0 <= entry.strength <= 1
        if entry.event_type and entry.mode:
            assert (entry.event_type, entry.mode) in modes()


def test_every_type_has_a_polarity():
    assert set(polarity()) == set(EventType) - {EventType.OTHER}


def test_no_lexicon_line_is_given_twice():
    for name in ("verbs.tsv", "nouns.tsv"):
        keys = Counter((row[0], row[4]) for row in rows(name))
        assert [k for k, n in keys.items() if n > 1] == []
