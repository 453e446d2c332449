"""Who is acted upon: the phrases of a sentence that may be recipients, in order, and the choice among them."""

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.frames import event_noun, is_a
from pipeline.extract.coder.lexicon import classes
from pipeline.extract.coder.roles import is_actor
from pipeline.extract.coder.tree import Node, conjuncts, distinct, prepositional, subtree
from pipeline.records import EventType

TOWARD = (
    "against", "with", "on", "over", "about", "to", "from", "for", "at", "of", "into", "between", "toward",
    "towards", "in", "upon", "near", "inside",
)  # fmt: skip
# Where people meet or sign is no party to it.
LOCATIVE = frozenset({"in", "at", "near", "inside"})
PLACELESS = frozenset({EventType.CONSULT, EventType.SUPPORT, EventType.COOPERATE})
# A thing is a recipient of these only, and of others where it is named or a body.
AT_THINGS = frozenset({EventType.ASSAULT, EventType.COERCE})
INSTRUMENTS = ("WEAPON", "ORDNANCE", "ABSTRACT")
PERSONAL = frozenset({"him", "her", "them", "he", "she", "they", "me", "us"})
CONDITIONS = frozenset({"if", "unless", "until"})
AIMED = ("on", "against", "at")
HARMS = ("=ASSAULT", "=COERCE", "=SANCTION", "=MOBILIZE", "=THREATEN")
OWNERS = ("poss", "compound", "amod", "nmod")


def recipients_of(reading: Reading, actors: list[Node]) -> list[Node]:
    """Those whom the construction names; else the nearest who can act, in the clause before the clauses below it,
    those with a name first; else, of what is struck, seized or public, the nearest thing."""
    for told in (_asked(reading), _conditioned(reading), _harmful_acts(reading), _struck(reading)):
        others = [n for n in told if n not in actors]
        if others:
            return others
    near, far = (
        [[n for n in option if _may_be(n, reading, actors)] for option in options]
        for options in (_near(reading, actors), _far(reading, actors))
    )
    tests = [(options, test) for options in (near, far) for test in (_is_someone, is_actor)]
    tests.append(([*near, *far], _can_be_struck if reading.event_type in AT_THINGS else _is_public))
    for options, test in tests:
        for option in options:
            found = [n for n in option if test(n)]
            if found:
                return found
    return []


def _may_be(node: Node, reading: Reading, actors: list[Node]) -> bool:
    """Whether a phrase may be a recipient: no actor, no venue, not what is sent or struck with."""
    if node in actors or node.pos in ("VERB", "AUX") or is_venue(reading, node) or _is_sent(node):
        return False
    return reading.event_type is not EventType.ASSAULT or not any(is_a(node, c) for c in INSTRUMENTS)


def _struck(reading: Reading) -> list[Node]:
    """What an assault strikes: the object, or what a noun's attack is on."""
    if reading.event_type is not EventType.ASSAULT or reading.clause is None:
        return []
    struck = [p for p in reading.clause.patients if _can_be_struck(p)]
    if struck or reading.noun is None:
        return struck
    phrases = prepositional(reading.noun)
    return [n for name in AIMED for n in phrases.get(name, []) if _can_be_struck(n)]


def _is_public(node: Node) -> bool:
    """Whether a thing is the state's or the public's ("the referendum"), or has a name in it."""
    if node.pos == "PRON":
        return node.lower in PERSONAL
    return is_a(node, "PUBLIC") or any(n.named for n in subtree(node))


def _asked(reading: Reading) -> list[Node]:
    """ "called on all sides to …": whom a request names before it says what for."""
    if reading.operators[:1] != ("REQUEST",) or reading.clause is None:
        return []
    phrases = reading.clause.prepositions
    asked = phrases.get("on", []) + phrases.get("upon", []) if reading.clause.complements else []
    return [
        n for n in asked if n.pos != "VERB" and (is_actor(n) or n.lemma in ("side", "one", "both", "all"))
    ]


def is_venue(reading: Reading, node: Node) -> bool:
    """Whether a phrase only tells where people met, signed or agreed: "talks in the Georgian capital"."""
    act = reading.inner if reading.inner and reading.event_type is EventType.AGREE else reading
    if act.event_type not in PLACELESS or act.mode == "visit":
        return False
    while node.dep == "conj" or node.dep in OWNERS:
        node = node.head
    return node.dep == "pobj" and node.head.lower in LOCATIVE


def _is_sent(node: Node) -> bool:
    """Whether a phrase is what someone moves: "sent soldiers", "withdrew its troops"."""
    while node.dep == "conj":
        node = node.head
    moved = node.dep == "dobj" and node.head.lemma in classes()["MOVE"]
    return (
        moved and not node.named and any(is_a(node, c) for c in ("TROOPS", "WEAPON", "AID", "GOODS", "team"))
    )


def _is_someone(node: Node, depth: int = 0) -> bool:
    """Whether a phrase tells who: a name, a person's pronoun, or an actor with a name in it ("the Thai army")."""
    if node.named or node.lower in PERSONAL:
        return True
    if depth > 2 or (depth == 0 and not is_actor(node)):
        return False
    phrases = prepositional(node)
    parts = node.all(*OWNERS) + phrases.get("of", []) + phrases.get("in", [])
    return any(_is_someone(part, depth + 1) for part in parts)


def _can_be_struck(node: Node) -> bool:
    return node.pos != "PRON" and event_noun(node) is None and not any(is_a(node, c) for c in INSTRUMENTS)


def _near(reading: Reading, actors: list[Node]) -> list[list[Node]]:
    """Phrases of the clause itself and of the act that it speaks of."""
    clause = reading.clause
    options: list[list[Node]] = []
    if clause is None:
        return [parties(reading.noun)[1]] if reading.noun else []
    direct = [p for p in clause.patients if p.dep not in ("acomp",)]
    if reading.event_type in (EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.SUPPORT):
        options.append([p for p in direct if is_actor(p) and event_noun(p) is None])
    if "REQUEST" in reading.operators[:1]:
        options += _subjects_below(clause)
    if reading.event_type is EventType.CONSULT:
        options.append(clause.prepositions.get("with", []))
    if not _is_means(reading):
        options.append([p for p in direct if event_noun(p) is None])
    for patient in direct:
        options += _inside(patient)
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
    below = [option for clause in reading.clause.below for option in _raw(clause, actors)]
    return [*below, [p for p in reading.clause.patients if p.dep != "acomp"]]


def _prepositional(clause: Clause) -> list[list[Node]]:
    """What follows the verb's prepositions, then the actors within that."""
    options = [clause.prepositions[name] for name in TOWARD if name in clause.prepositions]
    within = [inside for option in options for n in option if n.pos != "VERB" for inside in _inside(n)]
    return options + within


def _raw(clause: Clause, actors: list[Node], depth: int = 0) -> list[list[Node]]:
    """Whom a clause below mentions: "refused to answer a letter from Rome", "marched to back him"."""
    options = [[n for n in clause.patients if is_actor(n) and n not in actors]]
    options += [inside for p in clause.patients for inside in _inside(p)] + _prepositional(clause)
    if depth < 1:
        options += [option for below in clause.below for option in _raw(below, actors, depth + 1)]
    return options


def _is_means(reading: Reading) -> bool:
    """Whether the object is what is given or used, so that the recipient is elsewhere."""
    assert reading.clause
    means = ("GOODS", "MONEY", "AID", "WEAPON", "TROOPS", "INFO", "ORDNANCE", "SUPPORT")
    giving = reading.event_type in (EventType.AID, EventType.COOPERATE, EventType.MOBILIZE, EventType.RETREAT)
    return giving and any(is_a(p, m) for p in reading.clause.patients for m in means)


def _inside(node: Node, depth: int = 0) -> list[list[Node]]:
    """Actors within a phrase: "a bid by the minister", "Iran's plan", "an embargo on arms to Libya"."""
    phrases = prepositional(node)
    options = [owners(node) + phrases.get("by", []) + _doers(node)]
    options += [phrases[name] for name in TOWARD if name in phrases]
    if depth < 2:
        below = [n for name in TOWARD for n in phrases.get(name, []) if n.pos != "VERB"]
        options += [option for n in below for option in _inside(n, depth + 1)]
    return [[n for n in option if is_actor(n)] for option in options]


def _harmful_acts(reading: Reading) -> list[Node]:
    """Who is behind a harm that is condemned, else the harm: "condemned the raid on a church"."""
    if reading.event_type is not EventType.ACCUSE or reading.clause is None:
        return []
    acts = [p for p in reading.clause.patients if any(is_a(p, kind) for kind in HARMS)]
    behind = [n for act in acts for n in owners(act) + prepositional(act).get("by", []) + _doers(act)]
    return [n for n in behind if is_actor(n)] or acts


def _doers(noun: Node) -> list[Node]:
    """Who did what a noun names, by its participle: "crimes committed by soldiers", "an offer made by Iran"."""
    made = [v for v in noun.all("acl") if v.tag == "VBN"]
    return [n for verb in made for n in prepositional(verb).get("by", [])]


def _conditioned(reading: Reading) -> list[Node]:
    """ "threatened to strike unless Israel withdraws": whom a threat names in its condition."""
    if reading.event_type is not EventType.THREATEN or reading.clause is None:
        return []
    below = [*reading.clause.below, *(c for b in reading.clause.below for c in b.below)]
    conditions = [c for c in below if any(m.lower in CONDITIONS for m in c.verb.all("mark"))]
    return next((a for a in ([n for n in c.agents if is_actor(n)] for c in conditions) if a), [])


def _subjects_below(clause: Clause) -> list[list[Node]]:
    options = []
    for node in clause.complements:
        subjects = node.all("nsubj", "nsubjpass")
        options.append([c for s in subjects for c in conjuncts(s)])
    return options


def parties(noun: Node) -> tuple[list[Node], list[Node]]:
    """Actors and recipients of an event that a noun names:
    "Ann's visit to Rome", "talks between A and B", "US strikes on Syria", "attack by X on Y"."""
    phrases = prepositional(noun)
    between = phrases.get("between", []) + phrases.get("among", [])
    between = nations(between) or between
    if len(between) > 1:
        return between, list(between)
    actors = phrases.get("by", []) + owners(noun)
    within = [o for o in _inside(noun) if o and not any(n in actors for n in o)]
    recipients = next((o for o in within if any(map(_is_someone, o))), within[0] if within else [])
    return actors, recipients


def owners(noun: Node) -> list[Node]:
    """Whose a noun is: "Iran's plan", "a US strike"."""
    own = [c for c in noun.children if c.dep in OWNERS and (c.named or (c.dep == "poss" and is_actor(c)))]
    return [c for owner in own for c in conjuncts(owner)]


def nations(actors: list[Node]) -> list[Node]:
    """ "British and Dutch ministers", "the ministers of Chad and Mali": the two nations, empty if not two."""
    if len(actors) != 1:
        return []
    own = actors[0].group
    named = [m for m in actors[0].all("amod", "compound", "nmod") if m.named and m.group != own]
    before = distinct([c for m in named for c in conjuncts(m)])
    behind = [n for n in prepositional(actors[0]).get("of", []) if n.entity == "GPE"]
    return next((found for found in (before, behind) if len(found) > 1), [])
