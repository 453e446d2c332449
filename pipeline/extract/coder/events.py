"""The events of one sentence, as heads of phrases: read, told apart, and scored."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.coder.agency import is_willed
from pipeline.extract.coder.clauses import Clause, clauses_of
from pipeline.extract.coder.compose import Composer, Reading, nominal
from pipeline.extract.coder.confidence import (
    Setting,
    beside_the_surest,
    confidence,
    features_of,
    weights,
)
from pipeline.extract.coder.domains import domains_of
from pipeline.extract.coder.frames import event_noun
from pipeline.extract.coder.lexicon import nouns
from pipeline.extract.coder.modality import modality_of
from pipeline.extract.coder.participants import participants
from pipeline.extract.coder.roles import is_political
from pipeline.extract.coder.tree import BEFORE, Node, outermost
from pipeline.records import EventType, Modality

# Types whose object is an act of its own: "condemned the attack", "welcomed the truce".
SPEAKING_OF_ACTS = frozenset({EventType.ACCUSE, EventType.SUPPORT})
# Verbs that only bring their object about: "filed a protest".
LODGING = frozenset({"file", "lodge", "submit", "issue", "voice", "express"})


# Entities that tell where rather than whom, beside somebody else.
PLACES = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """An event before its phrases are cut; `again` are those that tell it again."""

    reading: Reading
    modality: Modality
    actors: list[Node]
    recipients: list[Node]
    features: dict[str, float]
    confidence: float
    again: "tuple[Found, ...]" = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A reading that makes no event of its own: nobody wills it, or it is a part of what `part_of` triggers."""

    reading: Reading
    part_of: Node | None


def events_of(
    nodes: list[Node], names: frozenset[str], whole: list[Node]
) -> tuple[list[Found], list[Clause]]:
    """The events of a sentence in text order, one for each act, and its clauses.

    `names` are the last names of political people in the document, `whole` the sentence with what
    stands before its body.
    """
    clauses = clauses_of(nodes)
    return _judged(_without_repeats(possible_events(nodes, clauses, names, whole))), clauses


def possible_events(
    nodes: list[Node], clauses: list[Clause], names: frozenset[str], whole: list[Node]
) -> list[Found]:
    """All that may be an event in a sentence, also what tells an event again, each judged as if it were alone;
    arguments as of `events_of`."""
    read = [reading for reading in readings(nodes, clauses) if isinstance(reading, Reading)]
    if not read:
        return []
    setting = Setting(domains_of(whole), sum(map(is_political, whole)), names)
    return [_found(reading, setting) for reading in read]


def readings(nodes: list[Node], clauses: list[Clause]) -> Iterator[Reading | Rejected]:
    """What may be read as an event: clauses first, then nouns by themselves."""
    composer = Composer(clauses)
    found = [r for r in map(composer.read, clauses) if r]
    used = dict(composer.consumed)
    for reading in found:
        if not is_willed(reading):
            yield Rejected(reading, None)
        elif reading.trigger.index in used:
            yield Rejected(reading, used[reading.trigger.index])
        else:
            yield reading
            told = _told_with(reading) | {reading.trigger.index}
            used |= dict.fromkeys(told, reading.trigger)
    for node in nodes:
        if node.pos in ("NOUN", "PROPN") and not node.entity and node.lemma in nouns():
            by_itself = nominal(node)
            if by_itself and by_itself.noun is node and node.dep not in ("compound", "amod"):
                part_of = used.get(node.index)
                yield by_itself if part_of is None and is_willed(by_itself) else Rejected(by_itself, part_of)


def _told_with(reading: Reading) -> set[int]:
    """Tokens that name no further event: the event's noun, and the act that it accepts or refuses."""
    told = {reading.noun.index} if reading.noun else set()
    if reading.inner:
        told |= _told_with(reading.inner)
    speaking = reading.event_type in SPEAKING_OF_ACTS
    if reading.clause and not (speaking and reading.clause.lemma not in LODGING):
        for patient in reading.clause.patients:
            event = event_noun(patient)
            if event:
                told.add(event[0].index)
    return told


def _found(reading: Reading, setting: Setting) -> Found:
    actors, recipients = participants(reading)
    modality = modality_of(reading)
    features = features_of(reading, modality, actors, recipients, setting)
    return Found(reading, modality, actors, recipients, features, confidence(features))


def _without_repeats(found: list[Found]) -> list[Found]:
    """One event told twice (a verb and its noun, a verb and its consequence) is kept once, the surer one, with
    those whom the other names: "shelled a village, killing ten"."""
    kept: list[Found] = []
    for event in sorted(found, key=lambda f: (-f.confidence, f.reading.trigger.index)):
        same = next((i for i, other in enumerate(kept) if _same(event, other)), None)
        if same is None:
            kept.append(event)
        else:
            kept[same] = replace(_joined(kept[same], event), again=(*kept[same].again, event))
    return sorted(kept, key=lambda f: f.reading.trigger.index)


def _joined(event: Found, again: Found) -> Found:
    """`event` with the participants that only `again` tells of."""
    if again.modality != event.modality or event.reading.event_type is not EventType.ASSAULT:
        return event
    actors = event.actors or [n for n in again.actors if n not in event.recipients]
    if set(event.actors) & set(event.recipients):
        return event
    known = {n.group for n in (*actors, *event.recipients)}
    more = [
        n for n in again.recipients if n.group not in known and not (event.recipients and _tells_where(n))
    ]
    if more and all(map(_tells_where, event.recipients)):
        return replace(event, actors=actors, recipients=outermost(more))
    return replace(event, actors=actors, recipients=outermost([*event.recipients, *more]))


def _tells_where(node: Node) -> bool:
    return node.entity in PLACES or node.dep in BEFORE


def _judged(found: list[Found]) -> list[Found]:
    """The events of a sentence, each judged beside the surest of them; none becomes surer than that one."""
    if len(found) < 2:
        return found
    features = beside_the_surest([event.features for event in found], weights())
    most = max((event.confidence for event in found), default=0.0)
    return [
        replace(event, features=f, confidence=min(most, confidence(f)))
        for event, f in zip(found, features, strict=True)
    ]


def _same(event: Found, other: Found) -> bool:
    if event.reading.event_type is not other.reading.event_type:
        return False
    if event.reading.trigger is other.reading.trigger:
        return True
    differs = _told_apart(event.actors, other.actors) or _told_apart(event.recipients, other.recipients)
    return not differs and event.modality == other.modality


def _told_apart(some: list[Node], others: list[Node]) -> bool:
    """Whether both name participants, and no one of them is the same."""
    names = {n.lower for n in some if n.named}, {n.lower for n in others if n.named}
    return bool(names[0] and names[1]) and names[0].isdisjoint(names[1])
