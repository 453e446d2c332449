"""Who is acted upon: the phrases of a sentence that may be recipients, in order, and the choice among them."""

from collections.abc import Callable

from pipeline.extract.coder.clauses import Clause, is_marked
from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.frames import event_noun, is_a
from pipeline.extract.coder.lexicon import classes
from pipeline.extract.coder.parties import TOWARD, inside, parties
from pipeline.extract.coder.roles import PERSONAL, is_actor, is_someone
from pipeline.extract.coder.told import INSTRUMENTS, can_be_struck, told
from pipeline.extract.coder.tree import BEFORE, Node, conjuncts, subtree
from pipeline.records import EventType

# Where people meet or sign is no party to it.
LOCATIVE = frozenset({"in", "at", "near", "inside"})
PLACELESS = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE})
# What opens a clause that tells of something else than whom a protest is against.
BESIDE = frozenset({"as", "after", "when", "while", "before", "since"})
# A thing is a recipient of these only, and of others where it is named or a body.
AT_THINGS = frozenset({EventType.ASSAULT, EventType.COERCE})


def recipients_of(reading: Reading, actors: list[Node]) -> list[Node]:
    """Those whom the construction names; else the nearest who can act, in the clause before the clauses below it,
    those with a name first; else, of what is struck, seized or public, the nearest thing."""
    for named in told(reading):
        others = [n for n in named if n not in actors]
        if others:
            return others
    near = _allowed(_near(reading, actors), reading, actors)
    done_to = reading.clause is not None and any(
        is_actor(p) and _may_be(p, reading, actors) for p in reading.clause.patients
    )
    here, there = _by_place(near) if done_to else (near, [])
    found = _first(here, is_someone, is_actor) or _first(there, is_someone, is_actor)
    if found:
        return found
    far = _allowed(_far(reading, actors), reading, actors)
    things = can_be_struck if reading.event_type in AT_THINGS else _is_public
    return _first(far, is_someone, is_actor) or _first([*here, *there, *far], things)


def _allowed(options: list[list[Node]], reading: Reading, actors: list[Node]) -> list[list[Node]]:
    return [[n for n in option if _may_be(n, reading, actors)] for option in options]


def _first(options: list[list[Node]], *tests: Callable[[Node], bool]) -> list[Node]:
    """What passes a test in the first option where anything does; only if nothing passes, the next test is asked."""
    for test in tests:
        for option in options:
            found = [n for n in option if test(n)]
            if found:
                return found
    return []


def _by_place(options: list[list[Node]]) -> tuple[list[list[Node]], list[list[Node]]]:
    """What does not and what does only say where: "arrested protesters in Nairobi"."""
    placed = [[n for n in option if _is_located(n)] for option in options]
    return [[n for n in option if not _is_located(n)] for option in options], placed


def _is_located(node: Node) -> bool:
    while node.dep == "conj" or node.dep in BEFORE:
        node = node.head
    return node.dep == "pobj" and node.head.lower in LOCATIVE


def _may_be(node: Node, reading: Reading, actors: list[Node]) -> bool:
    """Whether a phrase may be a recipient: no actor, no venue, not what is sent or struck with."""
    if (
        node in actors
        or (node.dep in BEFORE and node.head in actors)
        or node.pos in ("VERB", "AUX")
        or is_venue(reading, node)
        or is_origin(reading, node)
        or (reading.event_type is EventType.PROTEST and node.entity == "FAC")
        or _is_sent(node)
    ):
        return False
    return reading.event_type is not EventType.ASSAULT or not any(is_a(node, c) for c in INSTRUMENTS)


def _is_public(node: Node) -> bool:
    """Whether a thing is the state's or the public's ("the referendum"), or has a name in it."""
    if node.pos == "PRON":
        return node.lower in PERSONAL
    return is_a(node, "PUBLIC") or any(n.named for n in subtree(node))


def is_venue(reading: Reading, node: Node) -> bool:
    """Whether a phrase only tells where people met, signed or agreed: "talks in the Georgian capital"."""
    act = reading.inner if reading.inner and reading.event_type is EventType.AGREE else reading
    if act.event_type not in PLACELESS or act.mode == "visit":
        return False
    return _is_located(node)


def is_origin(reading: Reading, node: Node) -> bool:
    """Whether a phrase tells whence an assault comes: "rockets fired from Gaza"."""
    return reading.event_type is EventType.ASSAULT and node.dep == "pobj" and node.head.lower == "from"


def _is_sent(node: Node) -> bool:
    """Whether a phrase is what someone moves: "sent soldiers", "withdrew its troops"."""
    while node.dep == "conj":
        node = node.head
    moved = node.dep == "dobj" and node.head.lemma in classes()["MOVE"]
    return (
        moved
        and not node.named
        and any(is_a(node, c) for c in ("TROOPS", "PEACEKEEPER", "WEAPON", "AID", "GOODS", "team"))
    )


def _near(reading: Reading, actors: list[Node]) -> list[list[Node]]:
    """Phrases of the clause itself and of the act that it speaks of."""
    clause = reading.clause
    options: list[list[Node]] = []
    if clause is None:
        return [parties(reading.noun)[1]] if reading.noun else []
    direct = [p for p in clause.patients if p.dep not in ("acomp",)]
    if reading.event_type in (
        EventType.REQUEST,
        EventType.REJECT,
        EventType.ACCUSE,
        EventType.SUPPORT,
        EventType.THREATEN,
    ):
        options.append([p for p in direct if is_actor(p) and event_noun(p) is None])
    if "REQUEST" in reading.operators[:1]:
        options += _subjects_below(clause)
    if reading.event_type is EventType.CONSULT:
        options.append(clause.prepositions.get("with", []))
    if not _is_means(reading):
        options.append([p for p in direct if event_noun(p) is None])
    for patient in direct:
        options += inside(patient)
    options += _prepositional(clause)
    if reading.inner and reading.inner is not reading:
        options += _near(reading.inner, actors) + _far(reading.inner, actors)
    options += _subjects_below(clause)
    if reading.noun:
        options.append(parties(reading.noun)[1])
    if actors and event_noun(actors[0]):
        options.append(parties(actors[0])[1])
    return options


def _far(reading: Reading, actors: list[Node]) -> list[list[Node]]:
    """Phrases of the clauses below, and last the objects whatever they are."""
    if reading.clause is None:
        return []
    protest = reading.event_type is EventType.PROTEST
    clauses = [c for c in reading.clause.below if not (protest and is_marked(c.verb, BESIDE))]
    below = [option for clause in clauses for option in _raw(clause, actors)]
    return [*below, [p for p in reading.clause.patients if p.dep != "acomp"]]


def _prepositional(clause: Clause) -> list[list[Node]]:
    """What follows the verb's prepositions, then the actors within that."""
    options = [clause.prepositions[name] for name in TOWARD if name in clause.prepositions]
    within = [o for option in options for n in option if n.pos != "VERB" for o in inside(n)]
    return options + within


def _raw(clause: Clause, actors: list[Node], depth: int = 0) -> list[list[Node]]:
    """Whom a clause below mentions: "refused to answer a letter from Rome", "marched to back him"."""
    options = [[n for n in clause.patients if is_actor(n) and n not in actors]]
    options += [option for p in clause.patients for option in inside(p)] + _prepositional(clause)
    if depth < 1:
        options += [option for below in clause.below for option in _raw(below, actors, depth + 1)]
    return options


def _is_means(reading: Reading) -> bool:
    """Whether the object is what is given or used, so that the recipient is elsewhere."""
    assert reading.clause
    means = ("GOODS", "MONEY", "AID", "WEAPON", "TROOPS", "INFO", "ORDNANCE", "SUPPORT")
    giving = reading.event_type in (EventType.AID, EventType.COOPERATE, EventType.MOBILIZE, EventType.RETREAT)
    return giving and any(is_a(p, m) for p in reading.clause.patients for m in means)


def _subjects_below(clause: Clause) -> list[list[Node]]:
    options = []
    for node in clause.complements:
        subjects = node.all("nsubj", "nsubjpass")
        options.append([c for s in subjects for c in conjuncts(s)])
    return options
