"""Who acts and who is acted upon, as heads of noun phrases."""

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.frames import event_noun, is_a
from pipeline.extract.coder.lexicon import classes, verbs
from pipeline.extract.coder.parties import nations, owners, parties
from pipeline.extract.coder.recipients import is_venue, recipients_of
from pipeline.extract.coder.roles import is_actor, is_someone, reporting
from pipeline.extract.coder.told import struck
from pipeline.extract.coder.tree import TEMPORAL, Node, conjuncts, distinct, measured, prepositional
from pipeline.records import EventType

RECIPROCAL = frozenset({
    EventType.CONSULT, EventType.AGREE, EventType.SUPPORT, EventType.COOPERATE, EventType.ASSAULT,
    EventType.RETREAT, EventType.REJECT,
})  # fmt: skip
OFFERING = frozenset({"offer", "promise", "pledge", "vow", "propose", "commit", "undertake"})
CALLING = frozenset({"call", "phone", "telephone", "ring", "contact", "visit", "meet"})
SWAPPING = frozenset({"exchange", "swap", "trade", "share"})
ABOUT = frozenset({"about", "on", "over"})
SPOKEN = frozenset({"MUST", "BLAME"})  # what a speaker lays on the subject of the clause
PASSING = frozenset({"START", "TRY", "ORDER", "WISH"})


def participants(reading: Reading) -> tuple[list[Node], list[Node]]:
    """Actors and recipients of an event. In a reciprocal event of two or more, each is both."""
    actors, recipients = map(distinct, _roles(reading))
    groups = {a.group for a in actors}
    others = measured(recipients, TEMPORAL)
    recipients = [o for o in others if o.group not in groups and o.entity not in TEMPORAL]
    if _is_mutual(reading, recipients):
        actors = nations(actors) or actors
        if len(actors) > 1:
            return actors, list(actors)
    return actors, recipients


def _is_mutual(reading: Reading, recipients: list[Node]) -> bool:
    """Whether actors do it to each other: two who clash or agree, not two who bomb or promise."""
    if reading.event_type not in RECIPROCAL:
        return False
    if reading.clause and reading.event_type is EventType.ASSAULT and reading.noun is None:
        return is_a(reading.clause.verb, "CLASH") and not any(map(is_actor, recipients))
    if reading.clause and reading.event_type is EventType.AGREE:
        if reading.clause.lemma in OFFERING or _addressed(reading):
            return False
        return reading.operators[:1] != ("FUTURE",) or not any(map(is_actor, recipients))
    if reading.clause and (_meet(reading) or _is_shared(reading.clause)):
        return True
    if reading.event_type is EventType.SUPPORT and reading.cameo_code == "057":
        return reading.clause is None or "with" not in reading.clause.prepositions
    if reading.event_type is EventType.SUPPORT and reading.clause and reading.clause.patients:
        return False
    if reading.event_type is EventType.REJECT and reading.clause and reading.clause.lemma != "fail":
        return False
    return not any(is_actor(r) and not _is_topic(r, reading) for r in recipients)


def _meet(reading: Reading) -> bool:
    """ "the two ministers met to discuss the border": several who consult, and nobody is named whom they do it with."""
    clause = reading.clause
    if reading.event_type is not EventType.CONSULT or clause is None or clause.patients or clause.passive:
        return False
    return not any(name in clause.prepositions for name in ("with", "to", "between"))


def _is_shared(clause: Clause) -> bool:
    """ "exchanged prisoners", "resumed ties": what two do with each other, unless it is said with whom."""
    if "with" in clause.prepositions:
        return False
    return clause.lemma in SWAPPING or any(is_a(p, "TIE") for p in clause.patients)


def _is_topic(node: Node, reading: Reading) -> bool:
    """Whether talks are about a phrase, or an exercise is one."""
    if reading.event_type is EventType.COOPERATE and node.dep == "dobj":
        return is_a(node, "EXERCISE")
    return reading.event_type is EventType.CONSULT and node.dep == "pobj" and node.head.lower in ABOUT


def _roles(reading: Reading) -> tuple[list[Node], list[Node]]:
    if reading.clause is None:
        assert reading.noun
        actors, recipients = parties(reading.noun)
        if not any(map(is_someone, actors)):
            actors = _bringing_about(reading) or actors
        recipients = struck(reading) or recipients
        return actors, [r for r in recipients if not is_venue(reading, r)]
    if _acting(reading) in SPOKEN:
        return speaker(reading.clause), reading.clause.agents
    if reading.operators[:1] == ("UNDERGO",) and reading.noun:
        phrases = prepositional(reading.noun)
        return phrases.get("from", []) + parties(reading.noun)[0], reading.clause.agents
    if reading.operators[:1] == ("ORDER",) and reading.top and reading.top is not reading.clause:
        return _ordered(reading, reading.top)
    if reading.noun and _has_owner(reading):
        actors, recipients = parties(reading.noun)
    else:
        actors = _actors(reading)
        recipients = _called(reading) or recipients_of(reading, actors)
    if reading.mode == "visit" and not any(r.entity == "GPE" for r in recipients):
        phrases = reading.clause.prepositions
        recipients = recipients + [
            n for name in ("to", "in") for n in phrases.get(name, []) if n.entity == "GPE"
        ]
    return actors, recipients


def _called(reading: Reading) -> list[Node]:
    """Who is called to be told: "phoned the queen to apologise"."""
    top = reading.top
    if top is None or top is reading.clause or top.lemma not in CALLING:
        return []
    return [p for p in top.patients if is_actor(p)]


def _ordered(reading: Reading, order: Clause) -> tuple[list[Node], list[Node]]:
    """Who gives the order; and whom the act is done to, else who is ordered: "ordered the paper to close"."""
    assert reading.clause
    done_by = reading.clause.agents
    done_to = [n for n in recipients_of(reading, done_by) if is_actor(n)]
    return order.agents or done_by, done_to or done_by


def _acting(reading: Reading) -> str | None:
    """The outermost operator that made the type."""
    return next((o for o in reading.operators if o not in PASSING), None)


def _has_owner(reading: Reading) -> bool:
    """Whether the noun of a light verb says who acts: "prepare for Lula's visit"."""
    assert reading.noun
    holders = [c for c in reading.noun.all("poss") if c.named] + prepositional(reading.noun).get("by", [])
    return reading.operators[:1] == ("START",) and any(map(is_actor, holders))


def _addressed(reading: Reading) -> bool:
    """Whether the agreement is said to be with or to someone outside."""
    clause = reading.clause
    return clause is None or any(is_actor(n) for p in ("with", "to") for n in clause.prepositions.get(p, []))


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
    promised = reading.operators[:1] == ("FUTURE",) and bool(agents) and not is_someone(agents[0])
    if agents and (promised or _stands_for_speaker(agents[0])):
        spoken = [s for s in speaker(clause) if s.pos != "PRON"]
        agents = spoken or agents
    if agents and not any(map(is_actor, agents)):
        named = parties(reading.noun)[0] if reading.noun else []
        agents = _behind_events(agents) or named or _authors(clause) or agents
    if agents:
        return agents
    if reading.noun:
        holders = owners(reading.noun) + prepositional(reading.noun).get("by", [])
        if holders:
            return holders
    if reading.event_type is EventType.ASSAULT and clause.passive:
        acts = [n for n in clause.prepositions.get("in", []) if event_noun(n)]
        behind_them = _behind_events(acts)
        if behind_them:
            return behind_them
    if reading.event_type in (EventType.MOBILIZE, EventType.AID) and clause.passive:
        return clause.patients
    if reading.event_type is EventType.ASSAULT:
        return [n for n in clause.prepositions.get("from", []) if n.entity == "GPE"]
    if reading.mode in ("expel", "deport"):
        return [n for n in clause.prepositions.get("from", []) if n.entity == "GPE"]
    if reading.event_type is EventType.COERCE:
        return [n for n in clause.prepositions.get("in", []) if n.entity == "GPE"]
    return []


def _stands_for_speaker(agent: Node) -> bool:
    """ "he", "their forces": may be who says so."""
    if agent.pos == "PRON":
        return agent.lower not in ("who", "which", "that")
    return agent.lemma in classes()["OWN"] and any(c.pos == "PRON" for c in agent.all("poss"))


def _bringing_about(reading: Reading) -> list[Node]:
    """ "completed the withdrawal": the subject of the verb whose object an event noun is, unless it only bears it."""
    noun = reading.noun
    if (
        noun is None
        or noun.dep != "dobj"
        or noun.head.lemma in verbs()
        or noun.head.lemma in classes()["BEARING"]
    ):
        return []
    return [c for s in noun.head.all("nsubj") for c in conjuncts(s) if is_actor(c)]


def _authors(clause: Clause) -> list[Node]:
    """Who issues the text that speaks: "issued a statement demanding the release"."""
    above = clause.parent
    texts = [a for a in clause.agents if is_a(a, "TEXT")]
    return above.agents if above and any(t in above.patients for t in texts) else []


def _behind_events(agents: list[Node]) -> list[Node]:
    """Who is behind an act that is itself the subject: "an attack by rebels killed ten"."""
    found = []
    for agent in agents:
        event = event_noun(agent)
        noun = event[0] if event else agent
        found += parties(noun)[0]
        if not event:
            found += [n for n in prepositional(noun).get("of", []) if is_actor(n)]
    return [f for f in found if is_actor(f)]
