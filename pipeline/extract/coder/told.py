"""Constructions that say by themselves who is acted upon: "called on Chad to …", "unless Israel withdraws"."""

from collections.abc import Iterator

from pipeline.extract.coder.clauses import Clause, is_marked
from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.frames import event_noun, is_a
from pipeline.extract.coder.parties import behind, owners
from pipeline.extract.coder.roles import is_actor, is_someone
from pipeline.extract.coder.tree import Node, conjuncts, prepositional, subtree
from pipeline.records import EventType

CONDITIONS = frozenset({"if", "unless", "until"})
ABOUT = ("over", "about")
AT = ("with", "against", "on")
GIVING = frozenset({EventType.AID, EventType.COOPERATE, EventType.RETREAT, EventType.THREATEN})
PROMISING = frozenset({EventType.AGREE, EventType.REJECT})
AIMED = ("on", "against", "at")
HARMS = ("=ASSAULT", "=COERCE", "=SANCTION", "=MOBILIZE", "=THREATEN")
PLEAS = ("=REQUEST", "OFFER", "PROPOSAL", "DEMAND")
BLAMING = frozenset({"blame", "pin"})
INSTRUMENTS = ("WEAPON", "ORDNANCE", "ABSTRACT")


def told(reading: Reading) -> Iterator[list[Node]]:
    """What each construction names, the first that names anyone to be taken."""
    constructions = (
        asked,
        blamed,
        leaving,
        addressed,
        given_to,
        conditioned,
        harmful,
        turned_down,
        supported,
        struck,
    )
    return (construction(reading) for construction in constructions)


def blamed(reading: Reading) -> list[Node]:
    """Whose fault it is: "blamed the delay on Chad"."""
    if (
        reading.event_type is not EventType.ACCUSE
        or reading.clause is None
        or reading.clause.lemma not in BLAMING
    ):
        return []
    return [n for n in reading.clause.prepositions.get("on", []) if n.pos not in ("VERB", "AUX")]


def leaving(reading: Reading) -> list[Node]:
    """Who is to go: "demanded the withdrawal of Chad's forces"."""
    noun = reading.noun
    if reading.operators[:1] != ("REQUEST",) or noun is None or not is_a(noun, "DEPARTURE"):
        return []
    phrases = prepositional(noun)
    return [n for n in (*owners(noun), *phrases.get("of", []), *phrases.get("by", [])) if is_actor(n)]


def addressed(reading: Reading) -> list[Node]:
    """Who is to act, by the clause below: "demanded that the mayor resign", "refused to let the ship land"."""
    if reading.clause is None or reading.event_type not in (EventType.REQUEST, EventType.REJECT):
        return []
    if not set(reading.operators[:1]) & {"REQUEST", "REFUSE", "NOT"}:
        return []
    clauses = _with_complements(reading.clause)
    for clause in clauses if reading.event_type is EventType.REJECT else clauses[:1]:
        subjects = [s for node in clause.complements for s in node.all("nsubj", "nsubjpass")]
        found = [c for s in subjects for c in conjuncts(s) if is_actor(c) or is_owned(c)]
        if found:
            return found
    return []


def _with_complements(clause: Clause) -> list[Clause]:
    return [clause, *(c for c in clause.below if c.verb in clause.complements)]


def is_owned(noun: Node) -> bool:
    """Whether a thing has a name beside it: "UN planes"."""
    return noun.pos in ("NOUN", "PROPN") and bool(owners(noun))


def turned_down(reading: Reading) -> list[Node]:
    """Who made the request, offer or demand that is rejected."""
    if reading.event_type is not EventType.REJECT or reading.clause is None:
        return []
    objects = [
        o for c in _with_complements(reading.clause) for o in (*c.patients, *c.prepositions.get("to", []))
    ]
    pleas = [p for p in objects if any(is_a(p, kind) for kind in PLEAS)]
    return [n for p in pleas for n in (*behind(p), *prepositional(p).get("from", [])) if is_actor(n)]


def supported(reading: Reading) -> list[Node]:
    """What a noun of support is for: "reiterated Chad's support for the talks"."""
    if reading.event_type is not EventType.SUPPORT or reading.clause is None:
        return []
    noun = next((p for p in reading.clause.patients if is_a(p, "SUPPORT")), None)
    phrases = prepositional(noun) if noun else {}
    return [
        n
        for name in ("for", "to", "with")
        for n in phrases.get(name, [])
        if n.pos != "VERB" and names_someone(n)
    ]


def names_someone(node: Node) -> bool:
    """Whether a phrase can act, is the public's, or has a name in it."""
    return is_actor(node) or is_a(node, "PUBLIC") or any(n.named for n in subtree(node))


def asked(reading: Reading) -> list[Node]:
    """ "called on all sides to …": whom a request names before it says what for."""
    if reading.operators[:1] != ("REQUEST",) or reading.clause is None:
        return []
    phrases = reading.clause.prepositions
    asked = phrases.get("on", []) + phrases.get("upon", []) if reading.clause.complements else []
    return [
        n for n in asked if n.pos != "VERB" and (is_actor(n) or n.lemma in ("side", "one", "both", "all"))
    ]


def conditioned(reading: Reading) -> list[Node]:
    """ "threatened to strike unless Israel withdraws", "will not end the siege until the rebels leave": whom a
    condition names, where the act itself names nobody."""
    if reading.event_type not in (EventType.THREATEN, EventType.REJECT) or reading.clause is None:
        return []
    acts = [c for c in (reading.clause, reading.inner and reading.inner.clause) if c]
    direct = [n for c in acts for n in (*c.patients, *(o for p in AT for o in c.prepositions.get(p, ())))]
    if any(map(is_someone, direct)):
        return []
    below = [*reading.clause.below, *(c for b in reading.clause.below for c in b.below)]
    conditions = [c for c in below if is_marked(c.verb, CONDITIONS)]
    return next((a for a in ([n for n in c.agents if is_actor(n)] for c in conditions) if a), [])


def given_to(reading: Reading) -> list[Node]:
    """Who gets what is given, returned or told: "returned the mask to Peru", "an ultimatum to the rebels"."""
    act = reading.inner if reading.inner and reading.event_type in PROMISING else reading
    giving = act.event_type in GIVING and (act.event_type is not EventType.RETREAT or act.mode == "return")
    things = act.clause.patients if act.clause else []
    if act.clause is None or not things or any(map(is_actor, things)) or not giving:
        return []
    return [
        n for n in act.clause.prepositions.get("to", []) if n.pos not in ("VERB", "AUX") and names_someone(n)
    ]


def harmful(reading: Reading) -> list[Node]:
    """Who is behind a harm that is condemned, else the harm: "condemned the raid on a church"."""
    if reading.event_type is not EventType.ACCUSE or reading.clause is None:
        return []
    told_of = [n for name in ABOUT for n in reading.clause.prepositions.get(name, [])]
    harms, further = (
        [n for n in nodes if any(is_a(n, kind) for kind in HARMS)]
        for nodes in (reading.clause.patients, told_of)
    )
    others = [p for p in reading.clause.patients if p not in harms and is_actor(p)]
    return [] if others else [n for h in (*harms, *further) for n in behind(h) if is_actor(n)] or harms


def struck(reading: Reading) -> list[Node]:
    """What an assault strikes: the object, or what a noun's attack is on."""
    if reading.event_type is not EventType.ASSAULT:
        return []
    struck = [p for p in _hit(reading.clause) if can_be_struck(p)] if reading.clause else []
    if struck or reading.noun is None:
        return struck
    phrases = prepositional(reading.noun)
    return [n for name in AIMED for n in phrases.get(name, []) if can_be_struck(n)]


def _hit(clause: Clause) -> list[Node]:
    """What a clause is done to; of "rammed a lorry into the gate" the gate."""
    if not is_a(clause.verb, "COLLIDE"):
        return clause.patients
    return clause.prepositions.get("into") or [p for p in clause.patients if not is_a(p, "VEHICLE")]


def can_be_struck(node: Node) -> bool:
    """Whether a phrase is a body or thing, no act and nothing to strike with."""
    return (
        node.pos not in ("PRON", "ADJ")
        and event_noun(node) is None
        and not any(is_a(node, c) for c in INSTRUMENTS)
    )
