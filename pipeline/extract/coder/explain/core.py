"""Why the coder reads a document as it does: what it saw, what it took, and what it rejected."""

from spacy.tokens import Doc

from pipeline.extract.coder import Told, read
from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.confidence import BIAS, confidence, weights
from pipeline.extract.coder.events import Found, Rejected, readings
from pipeline.extract.coder.explain.data import (
    ClauseParts,
    Contribution,
    ExplainedEvent,
    ExplainedSentence,
    Fate,
    Participant,
    RejectedReading,
    TableLine,
    Word,
)
from pipeline.extract.coder.explain.lookups import lookups, table_line
from pipeline.extract.coder.lexicon import Line
from pipeline.extract.coder.modality import cue_of
from pipeline.extract.coder.phrases import Cutter
from pipeline.extract.coder.tree import Node, prepositional
from pipeline.records import Part


def explain(doc: Doc, part: Part) -> list[ExplainedSentence]:
    """How each sentence of `doc` is coded; the events are those that `code` makes, and those too unsure for it."""
    return [
        _sentence(told, Cutter(doc.text, part, told.index), sentence.text)
        for told, sentence in zip(read(doc), doc.sents, strict=True)
    ]


def _sentence(told: Told, cutter: Cutter, text: str) -> ExplainedSentence:
    found = list(readings(told.nodes, told.clauses))
    rejected = [r for r in found if isinstance(r, Rejected)]
    every = [r.reading if isinstance(r, Rejected) else r for r in found]
    events = [*told.events, *(f for f in told.kept if f not in told.events)]
    return ExplainedSentence(
        text,
        tuple(map(_word, told.nodes)),
        tuple(map(_clause, told.clauses)),
        lookups(told.nodes, told.clauses, every),
        tuple(_event(f, cutter, told.nodes, kept=f in told.kept) for f in events),
        (*map(_rejected, rejected), *(_again(again, f) for f in events for again in f.again)),
    )


def _word(node: Node) -> Word:
    depth = sum(1 for _ in node.ancestors())
    return Word(node.index, node.text, node.lemma, node.tag, node.dep, node.entity, node.head.index, depth)


def _clause(clause: Clause) -> ClauseParts:
    return ClauseParts(
        clause.verb.text,
        clause.lemma,
        clause.particle,
        clause.passive,
        clause.negated,
        clause.auxiliaries,
        _texts(clause.agents),
        _texts(clause.patients),
        {name: _texts(objects) for name, objects in clause.prepositions.items()},
        _texts(clause.complements),
        clause.parent.verb.text if clause.parent else None,
    )


def _texts(nodes: list[Node]) -> tuple[str, ...]:
    return tuple(node.text for node in nodes)


def _event(found: Found, cutter: Cutter, nodes: list[Node], *, kept: bool) -> ExplainedEvent:
    reading, cue = found.reading, cue_of(found.reading)

    def participants(heads: list[Node]) -> tuple[Participant, ...]:
        return tuple(Participant(cutter.phrase(n, nodes).span.text, _slot(n, reading)) for n in heads)

    return ExplainedEvent(
        reading.trigger.text,
        reading.trigger.start,
        reading.event_type,
        reading.mode,
        reading.cameo_code,
        reading.operators,
        _lines(reading),
        cue.modality,
        table_line(cue.why) if isinstance(cue.why, Line) else cue.why,
        participants(found.actors),
        participants(found.recipients),
        found.confidence,
        _contributions(found),
        bool(found.features) and found.confidence < confidence(found.features),
        kept,
    )


def _lines(reading: Reading) -> tuple[TableLine, ...]:
    return tuple(map(table_line, reading.lines))


def _contributions(found: Found) -> tuple[Contribution, ...]:
    """What makes an event sure or unsure, the weightiest first; none if its confidence is not reckoned."""
    if not found.features:
        return ()
    table = weights()
    features = {BIAS: 1.0} | found.features
    made = [
        Contribution(name, value, table[name], value * table[name])
        for name, value in features.items()
        if value and table.get(name)
    ]
    return tuple(sorted(made, key=lambda c: -abs(c.points)))


def _slot(node: Node, reading: Reading) -> str:
    clause = reading.clause
    if clause and node in clause.agents:
        return "subject"
    if clause and node in clause.patients:
        return "object"
    phrases = dict(clause.prepositions) if clause else {}
    if reading.noun:
        phrases |= prepositional(reading.noun)
    preposition = next((name for name, objects in phrases.items() if node in objects), None)
    if preposition or reading.inner is None:
        return preposition or f"{node.dep} of {node.head.text}"
    return _slot(node, reading.inner)


def _rejected(rejected: Rejected) -> RejectedReading:
    fate = Fate.PART if rejected.part_of else Fate.NOT_WILLED
    return _of(rejected.reading, fate, rejected.part_of)


def _again(again: Found, event: Found) -> RejectedReading:
    return _of(again.reading, Fate.AGAIN, event.reading.trigger)


def _of(reading: Reading, fate: Fate, trigger: Node | None) -> RejectedReading:
    text = trigger.text if trigger else None
    return RejectedReading(
        reading.trigger.text, reading.event_type, reading.mode, _lines(reading), fate, text
    )
