from collections.abc import Callable
from math import exp

import pytest
from spacy.language import Language

from pipeline.extract.coder import code
from pipeline.extract.coder.explain import ExplainedSentence, Fate, LookedUp, TableLine, Verdict, explain
from pipeline.extract.coder.lexicon import rows
from pipeline.records import EventType, Modality, Part

TEXTS = (
    "Chad refused to hold talks with Mali on Tuesday.",
    "Rebels shelled the village, killing nine farmers. The army will attack the rebels if they do not leave.",
    "The earthquake killed forty people in Peru.",
    "Kenya condemned the bombing and promised aid. Protesters blocked a road in Accra.",
    "LIMA, May 3 (Wire) - Police arrested a senator.",
    "The orchestra played a symphony.",
    "",
)
Explainer = Callable[[str], ExplainedSentence]


@pytest.fixture(scope="module")
def explained(nlp: Language) -> Explainer:
    """The explanation of a text's first sentence."""
    return lambda text: explain(nlp(text), Part.TEXT)[0]


def looked_up(sentence: ExplainedSentence, text: str) -> LookedUp:
    """What became of a word."""
    return next(looked for looked in sentence.lookups if looked.text == text)


@pytest.mark.parametrize("text", TEXTS)
def test_events_are_those_that_the_coder_makes(nlp: Language, text: str) -> None:
    doc = nlp(text)
    kept = [
        (
            e.start,
            e.event_type,
            e.mode,
            e.cameo_code,
            e.modality,
            e.confidence,
            tuple(p.text for p in e.actors),
        )
        for sentence in explain(doc, Part.TEXT)
        for e in sentence.events
        if e.kept
    ]
    assert kept == [
        (
            c.trigger.start,
            c.event_type,
            c.mode,
            c.cameo_code,
            c.modality,
            c.confidence,
            tuple(p.span.text for p in c.actors),
        )
        for c in code(doc, Part.TEXT)
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_every_line_is_the_one_in_its_file(nlp: Language, text: str) -> None:
    for sentence in explain(nlp(text), Part.TEXT):
        lines = [line for event in sentence.events for line in event.lines]
        lines += [tried.line for looked in sentence.lookups for tried in looked.tried]
        assert [
            line for line in lines if [c.strip() for c in line.text.split("\t")] not in rows(line.file)
        ] == []


@pytest.mark.parametrize("text", TEXTS)
def test_the_lines_of_an_event_are_among_those_taken(nlp: Language, text: str) -> None:
    for sentence in explain(nlp(text), Part.TEXT):
        tried = [t for looked in sentence.lookups for t in looked.tried]
        taken = {t.line for t in tried if t.verdict is Verdict.TAKEN}
        made = {line for event in sentence.events for line in event.lines}
        assert {line for line in made if line.file in ("verbs.tsv", "nouns.tsv")} <= taken


@pytest.mark.parametrize("text", TEXTS)
def test_contributions_add_up_to_the_confidence(nlp: Language, text: str) -> None:
    for sentence in explain(nlp(text), Part.TEXT):
        for event in sentence.events:
            sizes = [abs(c.points) for c in event.contributions]
            assert sizes == sorted(sizes, reverse=True)
            if event.contributions and not event.capped:
                odds = sum(c.points for c in event.contributions)
                assert event.confidence == pytest.approx(1 / (1 + exp(-odds)), abs=1e-4)


def test_lines_stand_in_the_order_in_which_they_compose(explained: Explainer) -> None:
    sentence = explained("Chad refused to hold talks with Mali.")
    event = next(e for e in sentence.events if e.trigger == "refused")
    words = [(line.file, line.text.split("\t")[0]) for line in event.lines]
    assert words == [("verbs.tsv", "hold"), ("verbs.tsv", "refuse"), ("operators.tsv", "REFUSE")]
    assert event.operators == ("REFUSE",)
    assert [(p.text, p.slot) for p in (*event.actors, *event.recipients)] == [
        ("Chad", "subject"),
        ("Mali", "with"),
    ]


def test_what_an_auxiliary_makes_is_told(explained: Explainer) -> None:
    (event,) = explained("Chad will attack Mali.").events
    assert event.event_type is EventType.THREATEN
    assert event.lines[-1].text.startswith("FUTURE\tASSAULT")


def test_a_noun_tells_its_line(explained: Explainer) -> None:
    event = explained("The bombing of Kolo by rebels shocked Mali.").events[0]
    assert (event.lines[0].file, event.lines[0].text.split("\t")[0]) == ("nouns.tsv", "bombing")


def test_a_line_that_fails_names_its_constraint_and_what_stands_there(explained: Explainer) -> None:
    tried = looked_up(explained("Chad held talks with Mali."), "held").tried
    strike = next(t for t in tried if "obj:hunger" in t.line.text)
    assert strike.verdict is Verdict.FAILED
    assert [(f.constraint, f.fillers) for f in strike.failures] == [("obj:hunger", ("talks",))]
    assert [t.line.text.split("\t")[4] for t in tried if t.verdict is Verdict.TAKEN] == ["obj:TALK"]
    assert tried[-1].verdict is Verdict.LATER


def test_an_operator_without_an_act_makes_no_event(explained: Explainer) -> None:
    (tried,) = looked_up(explained("The minister acknowledged the applause."), "acknowledged").tried
    assert tried.verdict is Verdict.NO_EVENT


def test_a_verb_that_no_table_knows_has_no_lines(explained: Explainer) -> None:
    looked = looked_up(explained("Chad snoozed."), "snoozed")
    assert (looked.forms, looked.table, looked.tried) == (("snooze",), "verbs.tsv", ())


@pytest.mark.parametrize(
    ("text", "trigger", "fate", "of"),
    [
        ("The earthquake killed forty people in Peru.", "killed", Fate.NOT_WILLED, None),
        ("Chad refused to hold talks with Mali.", "hold", Fate.PART, "refused"),
        ("Rebels shelled the village, killing nine farmers.", "killing", Fate.AGAIN, "shelled"),
    ],
)
def test_a_reading_that_is_no_event_tells_why(
    explained: Explainer, text: str, trigger: str, fate: Fate, of: str | None
) -> None:
    found = [(r.trigger, r.fate, r.of) for r in explained(text).rejected]
    assert (trigger, fate, of) in found


@pytest.mark.parametrize(
    ("text", "modality", "why"),
    [
        ("Chad attacked Mali.", Modality.OCCURRED, "no word"),
        ("Chad did not attack Mali.", Modality.NEGATED, "negation"),
        ("Chad is attacking Mali.", Modality.ONGOING, "progressive"),
        ("Chad may attack Mali.", Modality.HYPOTHETICAL, "aux\tmay\tHYPOTHETICAL"),
        ("Chad expects talks with Mali.", Modality.PLANNED, "verb\texpect\tPLANNED"),
    ],
)
def test_the_word_that_tells_the_modality(
    explained: Explainer, text: str, modality: Modality, why: str
) -> None:
    found = [e for e in explained(text).events if e.modality is modality]
    assert found
    cue = found[0].why
    assert why in (cue.text if isinstance(cue, TableLine) else cue)


def test_tree_and_clauses(explained: Explainer) -> None:
    sentence = explained("The senator was not arrested by police.")
    words = {word.text: word for word in sentence.words}
    arrested, police = words["arrested"], words["police"]
    assert (arrested.depth, arrested.head, arrested.lemma) == (0, arrested.index, "arrest")
    assert police.depth == 2
    (clause,) = sentence.clauses
    assert (clause.agents, clause.patients) == (("police",), ("senator",))
    assert (clause.passive, clause.negated, clause.prepositions) == (True, True, {"by": ("police",)})
