"""The event coder: from a parsed sentence to who did what to whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from pipeline.extract.coder.attribution import attribution
from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.dateline import dateline_end, rubric_length, without_first
from pipeline.extract.coder.events import Found, central, events_of
from pipeline.extract.coder.phrases import Cutter
from pipeline.extract.coder.roles import political_names
from pipeline.extract.coder.toll import Toll, tolls_of
from pipeline.extract.coder.tree import Node, nodes_of
from pipeline.extract.coder.verbless import with_verb
from pipeline.records import Candidate, Part, Span

FLOOR = 0.05
SURE = 0.5  # an event as sure as this comes out, whatever the least confidence that is asked for


def code(doc: Doc, part: Part) -> list[Candidate]:
    """Event candidates of `doc` in text order. Sentence indexes count from the doc's first sentence.

    `Candidate.times` and `places` are left empty here. Candidates below `FLOOR` are not returned. If no
    event of the first sentence is sure, its main clause comes out as OTHER too, so that an article has a main
    event: an OTHER is meant to be kept, whatever its confidence, if no other event of its sentence is.
    """
    candidates: list[Candidate] = []
    text = doc.text  # built anew at each access
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
    whole = [nodes_of(sentence) for sentence in doc.sents]
    names = political_names([node for nodes in whole for node in nodes])
    sentences = [_body(nodes, begin) for nodes in whole]
    opening = next((index for index, nodes in enumerate(sentences) if nodes), 0)
    for index, nodes in enumerate(sentences):
        events, clauses = events_of(nodes, names, whole[index])
        kept = [f for f in events if f.confidence >= FLOOR]
        if index == opening and all(f.confidence < SURE for f in kept):
            kept = sorted([*kept, *central(clauses)], key=lambda f: f.reading.trigger.index)
        yield Told(index, nodes, clauses, events, kept)


def _body(nodes: list[Node], begin: int) -> list[Node]:
    """A sentence from the offset `begin` on, without its rubric."""
    body = without_first(nodes, sum(n.start < begin for n in nodes))
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


def _trigger(found: Found, cutter: Cutter) -> Span:
    """The word that names the event, with its particle if that comes right after it."""
    trigger = found.reading.trigger
    particle = trigger.first("prt")
    adjacent = particle is not None and particle.index == trigger.index + 1
    return cutter.span(trigger.start, particle.end if particle and adjacent else trigger.end)
