"""Who acts and who is acted upon, as heads of noun phrases."""

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.frames import event_noun, is_a
from pipeline.extract.coder.roles import is_actor, reporting
from pipeline.extract.coder.tree import TEMPORAL, Node, conjuncts, distinct, prepositional
from pipeline.records import EventType

RECIPROCAL = frozenset({
    EventType.CONSULT, EventType.AGREE, EventType.SUPPORT, EventType.COOPERATE, EventType.ASSAULT,
    EventType.RETREAT, EventType.REJECT,
})  # fmt: skip
TOWARD = (
    "against", "with", "on", "to", "from", "for", "at", "over", "of", "into", "between", "toward", "towards",
    "in", "about", "upon", "near", "inside",
)  # fmt: skip
PERSONAL = frozenset({"him", "her", "them", "he", "she", "they", "me", "us"})
PASSING = frozenset({"START", "TRY", "ORDER", "WISH"})
OWNERS = ("poss", "compound", "amod", "nmod")


def participants(reading: Reading) -> tuple[list[Node], list[Node]]:
    """Actors and recipients of an event. In a reciprocal event of two or more, each is both."""
    if reading.clause is None:
        assert reading.noun
        actors, recipients = _of_noun(reading.noun)
    elif _acting(reading) == "MUST":
        actors, recipients = speaker(reading.clause), reading.clause.agents
    elif reading.operators[:1] == ("UNDERGO",) and reading.noun:
        phrases = prepositional(reading.noun)
        actors, recipients = phrases.get("from", []) + _of_noun(reading.noun)[0], reading.clause.agents
    elif reading.noun and _has_owner(reading):
        actors, recipients = _of_noun(reading.noun)
    else:
        actors = _actors(reading)
        recipients = _recipients(reading, actors)
    if reading.mode == "visit" and reading.clause and not any(r.entity == "GPE" for r in recipients):
        phrases = reading.clause.prepositions
        recipients = recipients + [
            n for name in ("to", "in") for n in phrases.get(name, []) if n.entity == "GPE"
        ]
    actors, recipients = distinct(actors), distinct(recipients)
    groups = {a.group for a in actors}
    recipients = [r for r in recipients if r.group not in groups and r.entity not in TEMPORAL]
    mutual = reading.event_type is EventType.AGREE and not _addressed(reading)
    if reading.event_type in RECIPROCAL and (mutual or not any(map(is_actor, recipients))):
        actors = _nations(actors) or actors
        if len(actors) > 1:
            return actors, list(actors)
    return actors, recipients


def _acting(reading: Reading) -> str | None:
    """The outermost operator that made the type."""
    return next((o for o in reading.operators if o not in PASSING), None)


def _has_owner(reading: Reading) -> bool:
    """Whether the noun of a light verb says who acts: "prepare for Lula's visit"."""
    assert reading.noun
    owners = [c for c in reading.noun.all("poss") if c.named] + prepositional(reading.noun).get("by", [])
    return reading.operators[:1] == ("START",) and any(map(is_actor, owners))


def _addressed(reading: Reading) -> bool:
    """Whether the agreement is said to be with or to someone outside."""
    clause = reading.clause
    return clause is None or any(is_actor(n) for p in ("with", "to") for n in clause.prepositions.get(p, []))


def _nations(actors: list[Node]) -> list[Node]:
    """ "British and Dutch ministers": the two nations, empty if there are not two."""
    if len(actors) != 1:
        return []
    nations = [c for m in actors[0].all("amod", "compound", "nmod") if m.named for c in conjuncts(m)]
    return nations if len(nations) > 1 else []


def speaker(clause: Clause) -> list[Node]:
    """The subject of the verb of saying that governs a clause, empty if there is none."""
    above = clause.parent
    while above is not None:
        if above.lemma in reporting() and above.agents:
            return above.agents
        above = above.parent
    return []


def _actors(reading: Reading) -> list[Node]:
    assert reading.clause
    clause = reading.clause
    agents = clause.agents
    if agents and agents[0].pos == "PRON" and agents[0].lower not in ("who", "which", "that"):
        spoken = [s for s in speaker(clause) if s.pos != "PRON"]
        agents = spoken or agents
    if agents and not any(map(is_actor, agents)):
        named = _of_noun(reading.noun)[0] if reading.noun else []
        agents = _behind_events(agents) or named or agents
    if agents:
        return agents
    if reading.noun:
        owners = _owners(reading.noun) + prepositional(reading.noun).get("by", [])
        if owners:
            return owners
    if reading.event_type in (EventType.MOBILIZE, EventType.AID) and clause.passive:
        return clause.patients
    if reading.event_type is EventType.COERCE:
        return [n for n in clause.prepositions.get("in", []) if n.entity == "GPE"]
    return []


def _behind_events(agents: list[Node]) -> list[Node]:
    """Who is behind an act that is itself the subject: "an attack by rebels killed ten"."""
    found = []
    for agent in agents:
        event = event_noun(agent)
        noun = event[0] if event else agent
        found += prepositional(noun).get("by", []) + _owners(noun)
        if not event:
            found += [n for n in prepositional(noun).get("of", []) if is_actor(n)]
    return [f for f in found if is_actor(f)]


def _owners(noun: Node) -> list[Node]:
    owners = [c for c in noun.children if c.dep in OWNERS and (c.named or (c.dep == "poss" and is_actor(c)))]
    return [c for owner in owners for c in conjuncts(owner)]


def _recipients(reading: Reading, actors: list[Node]) -> list[Node]:
    """The first list of candidates that holds one who can act; else the first that holds anything."""
    options = [[n for n in option if n not in actors] for option in _options(reading, actors)]
    options = [option for option in options if option]
    if reading.event_type is EventType.ASSAULT and reading.clause:
        struck = [p for p in reading.clause.patients if event_noun(p) is None and p.pos != "PRON"]
        if struck:
            return struck
    for test in (_is_someone, is_actor):
        for option in options:
            if any(test(n) for n in option):
                return [n for n in option if test(n)]
    return options[0] if options else []


def _is_someone(node: Node, depth: int = 0) -> bool:
    """Whether a phrase tells who: a name, a person's pronoun, or an actor with a name in it ("the Thai army")."""
    if node.named or node.lower in PERSONAL:
        return True
    if depth > 2 or (depth == 0 and not is_actor(node)):
        return False
    parts = node.all(*OWNERS) + prepositional(node).get("of", [])
    return any(_is_someone(part, depth + 1) for part in parts)


def _options(reading: Reading, actors: list[Node]) -> list[list[Node]]:
    clause = reading.clause
    options: list[list[Node]] = []
    if clause is None:
        return [_of_noun(reading.noun)[1]] if reading.noun else []
    direct = [p for p in clause.patients if p.dep not in ("acomp",)]
    if reading.event_type in (EventType.REQUEST, EventType.REJECT, EventType.ACCUSE, EventType.SUPPORT):
        options.append([p for p in direct if is_actor(p) and event_noun(p) is None])
    if "REQUEST" in reading.operators[:1]:
        options += _subjects_below(clause)
    if not _is_means(reading):
        options.append([p for p in direct if event_noun(p) is None])
    for patient in direct:
        options += _inside(patient)
    options += _prepositional(clause)
    if reading.inner and reading.inner is not reading:
        options += _options(reading.inner, actors)
    options += _subjects_below(clause)
    if reading.noun:
        options.append(_of_noun(reading.noun)[1])
    if actors and event_noun(actors[0]):
        options.append(_of_noun(actors[0])[1])
    options += [o for below in clause.below for o in _raw(below, actors)]
    options.append(direct)
    return options


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
    options = [_owners(node) + phrases.get("by", [])]
    options += [phrases[name] for name in TOWARD if name in phrases]
    if depth < 2:
        below = [n for name in TOWARD for n in phrases.get(name, []) if n.pos != "VERB"]
        options += [option for n in below for option in _inside(n, depth + 1)]
    return [[n for n in option if is_actor(n)] for option in options]


def _subjects_below(clause: Clause) -> list[list[Node]]:
    options = []
    for node in clause.complements:
        subjects = node.all("nsubj", "nsubjpass")
        options.append([c for s in subjects for c in conjuncts(s)])
    return options


def _of_noun(noun: Node) -> tuple[list[Node], list[Node]]:
    """ "Ann's visit to Rome", "talks between A and B", "US strikes on Syria", "attack by X on Y"."""
    phrases = prepositional(noun)
    between = phrases.get("between", []) + phrases.get("among", [])
    between = _nations(between) or between
    if len(between) > 1:
        return between, list(between)
    actors = phrases.get("by", []) + _owners(noun)
    within = [o for o in _inside(noun) if o and not any(n in actors for n in o)]
    recipients = next((o for o in within if any(map(_is_someone, o))), within[0] if within else [])
    return actors, recipients
