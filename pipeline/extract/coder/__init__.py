"""The event coder: from a parsed sentence to who did what to whom."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.extract.coder.attribution import attribution
from pipeline.extract.coder.central import central
from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.dateline import dateline_end, rubric_length, without_first
from pipeline.extract.coder.events import Found, events_of
from pipeline.extract.coder.frames import event_noun
from pipeline.extract.coder.nodes import sentences_of
from pipeline.extract.coder.phrases import Cutter
from pipeline.extract.coder.roles import political_names
from pipeline.extract.coder.toll import Toll, tolls_of
from pipeline.extract.coder.tree import Node
from pipeline.extract.coder.verbless import with_verb
from pipeline.extract.parsed import text_of
from pipeline.records import Candidate, EventType, Part, Span

FLOOR = 0.05
REACH = 3  # tokens from a verb to the adjective that belongs to it: "gets a little crowded"
LOOKED_AT = 5  # sentences, one of which has a main clause
SURE = 0.5  # an event as sure as this comes out, whatever the least confidence that is asked for


def code(doc: Doc, part: Part) -> list[Candidate]:
    """Event candidates of `doc` in text order. Sentence indexes count from the doc's first sentence.

    `Candidate.times` and `places` are left empty here. Candidates below `FLOOR` are not returned. If no
    event of the first sentence is sure, its main clause comes out as OTHER too, or that of the next if it has none,
    so that an article has a main event: an OTHER is meant to be kept, whatever its confidence, if no other event of
    its sentence is.
    """
    candidates: list[Candidate] = []
    text = text_of(doc)
    for told in read(doc):
        if told.kept:
            nodes, clauses, cutter = told.nodes, told.clauses, Cutter(text, part, told.index)
            suffered = tolls_of(told.kept, nodes, clauses)
            candidates += [
                _candidate(f, cutter, nodes, clauses, toll)
                for f, toll in zip(told.kept, suffered, strict=True)
            ]
    return candidates


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentence `index` of a document tells: all its `events`, and those that come out."""

    index: int
    nodes: list[Node]
    clauses: list[Clause]
    events: list[Found]
    kept: list[Found]


def read(doc: Doc) -> Iterator[Told]:
    """Each sentence of `doc`, read. What stands before its body (a dateline, a rubric) is not among its nodes."""
    begin = dateline_end(doc)
    whole = sentences_of(doc)
    names = political_names([node for nodes in whole for node in nodes])
    sentences = [_body(nodes, begin) for nodes in whole]
    about = False  # whether it is told what the text is about
    for index, nodes in enumerate(sentences):
        events, clauses = events_of(nodes, names, whole[index])
        kept = [f for f in events if f.confidence >= FLOOR]
        if not about and nodes and index < LOOKED_AT:
            sure = any(f.confidence >= SURE for f in kept)
            clause = [] if sure or nodes[-1].text == ":" else central(nodes, clauses)
            about = sure or bool(clause)
            kept = sorted([*kept, *clause], key=lambda f: f.reading.trigger.index)
        yield Told(index, nodes, clauses, events, kept)


def _body(nodes: list[Node], begin: int) -> list[Node]:
    """A sentence from the offset `begin` on, without its rubric."""
    before = itertools.takewhile(lambda node: node.start < begin, nodes)
    body = without_first(nodes, sum(1 for _ in before))
    return with_verb(without_first(body, rubric_length(body)))


def _candidate(
    found: Found,
    cutter: Cutter,
    nodes: list[Node],
    clauses: list[Clause],
    toll: Toll,
) -> Candidate:
    reading = found.reading
    source = attribution(reading.trigger, {c.verb.index: c for c in clauses})
    return Candidate(
        event_type=reading.event_type,
        mode=reading.mode,
        cameo_code=reading.cameo_code,
        modality=found.modality,
        trigger=_trigger(found, cutter),
        sentence=cutter.sentence,
        actors=tuple(cutter.phrase(n, nodes) for n in found.actors),
        recipients=tuple(cutter.phrase(n, nodes) for n in found.recipients),
        confidence=found.confidence,
        attribution=cutter.phrase(source, nodes) if source else None,
        killed=toll.killed,
        injured=toll.injured,
    )


def _brought_about(reading: Reading) -> Node | None:
    """The noun that names the event, if it is the object of the trigger and near it."""
    near = [n for n in reading.trigger.all("dobj") if 0 < n.index - reading.trigger.index <= REACH + 1]
    named = ((n, event_noun(n)) for n in near)
    return next((n for n, event in named if event and event[1].event_type is reading.event_type), None)


def _trigger(found: Found, cutter: Cutter) -> Span:
    """The words that name the event: one, with its particle if that comes right after it, or with the noun that it
    only brings about, "staged a protest"; of an OTHER, which no type describes, also the adjective that the verb
    needs: "is unable", "gets crowded"."""
    trigger = found.reading.trigger
    last = trigger
    noun = _brought_about(found.reading)
    if noun:
        return cutter.span(trigger.start, noun.end)
    particle = trigger.first("prt")
    if particle is not None and particle.index == trigger.index + 1:
        last = particle
    elif found.reading.event_type is EventType.OTHER:
        objects = ("acomp", "oprd", "dobj") if trigger.lemma == "get" else ("acomp", "oprd")
        adjectives = [c for c in trigger.all(*objects) if c.pos == "ADJ"]
        last = next((c for c in adjectives if 0 < c.index - trigger.index <= REACH), trigger)
    return cutter.span(trigger.start, last.end)
