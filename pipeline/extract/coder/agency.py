"""Whether someone who acts on purpose is behind an event: earthquakes, crashes and dams do no political acts."""

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.frames import event_noun, is_a, is_transparent
from pipeline.extract.coder.lexicon import classes
from pipeline.extract.coder.roles import is_actor
from pipeline.extract.coder.tree import Node, prepositional, spread
from pipeline.records import EventType

HARM = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.THREATEN})
CAUSES = ("in", "by", "after", "during", "from", "of", "as", "when", "on", "with", "to")
UNCOUNTED = frozenset({"violence", "terrorism", "warfare", "aggression", "sabotage"})
BLASTS = frozenset({"explosion", "blast", "fire", "blaze"})
NAMES_OF_STORMS = ("compound", "nmod")


def is_willed(reading: Reading) -> bool:
    """Whether an event can be an act: not what nature or an accident does, nor what a thing will do."""
    clause = reading.clause
    if clause is None:
        return reading.noun is None or not (
            _is_blast_at_work(reading.noun) or _is_depicted(reading.noun) or _is_of_a_kind(reading)
        )
    if reading.event_type is EventType.REJECT and clause.lemma == "fail":
        return not _is_lifeless(clause.agents)
    if reading.event_type not in HARM:
        return True
    if _is_habit(clause):
        return False
    if any(map(_is_accident, clause.agents)) or _is_of_animals(clause):
        return False
    if not any(map(is_actor, clause.agents)):
        causes = [n for name in CAUSES for n in clause.prepositions.get(name, [])]
        if any(map(_is_accident, causes)) or _beside_an_accident(reading):
            return False
    return not (reading.event_type is EventType.THREATEN and _is_of_things(reading))


def _is_of_a_kind(reading: Reading) -> bool:
    """Whether a noun tells of harm in general: "a talk about violence", "a rise in murders and assaults"."""
    noun = reading.noun
    if reading.event_type is not EventType.ASSAULT or noun is None:
        return False
    plural = noun.tag == "NNS" or noun.lemma in UNCOUNTED
    return (
        plural
        and all(c.dep in ("conj", "cc", "punct") for c in noun.children)
        and noun.dep in ("pobj", "conj")
    )


def _is_habit(clause: Clause) -> bool:
    """ "people are killed and nobody cares"."""
    present = clause.passive and {"is", "are"} & set(clause.auxiliaries) and "being" not in clause.auxiliaries
    return (
        bool(present)
        and not clause.agents
        and all(n.tag == "NNS" and not n.children for n in clause.patients)
    )


def _is_of_animals(clause: Clause) -> bool:
    """ "a shark attacks a swimmer", "the agency culls cattle"."""
    return any(nodes and all(is_a(n, "ANIMAL") for n in nodes) for nodes in (clause.agents, clause.patients))


def _is_accident(node: Node, depth: int = 0) -> bool:
    """ "a quake", "hundreds of floods", "Hurricane Ann": the head word, else what a name is the name of."""
    words = classes()["ACCIDENT"]
    if node.lemma in words:
        return True
    if _is_blast_at_work(node):
        return True
    told = node.entity or not is_actor(node)
    if told and event_noun(node) is None and any(c.lemma in words for c in node.all(*NAMES_OF_STORMS)):
        return True
    if depth < 2 and is_transparent(node):
        return any(_is_accident(o, depth + 1) for o in prepositional(node).get("of", []))
    return False


def _is_blast_at_work(noun: Node) -> bool:
    """ "a gas explosion", "a factory fire"."""
    return noun.lemma in BLASTS and any(c.lemma in classes()["WORKPLACE"] for c in noun.all(*NAMES_OF_STORMS))


def _is_depicted(noun: Node) -> bool:
    """ "the play explores a siege"."""
    return noun.dep == "dobj" and noun.head.lemma in classes()["DEPICTION"]


def _beside_an_accident(reading: Reading) -> bool:
    """ "a train derails, killing ten", "ten die as a plane crashes"."""
    assert reading.clause
    verb = reading.clause.verb
    around = ([verb.head] if verb.dep in ("advcl", "conj") else []) + verb.all("advcl")
    return any(n.lemma in classes()["ACCIDENTAL"] for n in around)


def _is_of_things(reading: Reading) -> bool:
    """Whether a threat is only a future effect of a thing: "the dam will displace villages"."""
    assert reading.clause
    return reading.operators[:1] in (("FUTURE",), ("WISH",)) and _is_lifeless(spread(reading.clause.agents))


def _is_lifeless(agents: list[Node]) -> bool:
    """Whether all are things without a name beside them; acts ("talks") are none."""
    lifeless = all(a.pos == "NOUN" and not is_actor(a) and event_noun(a) is None for a in agents)
    return bool(agents) and lifeless and not any(c.named for a in agents for c in a.children)
