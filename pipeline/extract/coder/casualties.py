"""Numbers of killed and injured in a sentence."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.quantity import count, number
from pipeline.extract.coder.tree import Node, conjuncts, prepositional, spread

KILLED, INJURED = "KILLED", "INJURED"
SUFFERING = frozenset({"suffer", "sustain", "receive", "lose"})
TAKING = frozenset({"claim", "cost", "take"})
TOLL_AT = ("to", "at", "of", "above", "past", "over")


@dataclass(frozen=True, slots=True)
class Loss:
    """How many a word of the sentence says were killed or injured."""

    word: Node
    effect: str
    number: int


@cache
def _words() -> dict[tuple[str, str], str]:
    """Effects by kind and word."""
    return {(kind, word): effect for word, kind, effect in rows("casualties.tsv")}


def losses(nodes: list[Node], clauses: list[Clause]) -> list[Loss]:
    """What a sentence tells of killed and injured people, with the words that tell it.

    Numbers are the least that the words can mean, see `count`: "dozens" are 24, soldiers 2, a judge is 1. What
    did not happen to anybody is told as 0 ("no one was hurt").
    """
    by_verb = {clause.verb.index: clause for clause in clauses}
    found = [*_by_verbs(clauses)]
    for before, node in itertools.pairwise([None, *nodes]):
        if node and node.pos in ("NOUN", "ADJ", "VERB", "ADV"):
            found += _by_word(node, before, by_verb)
    return found


def _by_verbs(clauses: list[Clause]) -> Iterator[Loss]:
    """ "killed 12", "12 were killed", "12 died"."""
    for clause in clauses:
        for kind, victims in (("verb", clause.patients), ("subject", clause.agents)):
            effect = _words().get((kind, clause.lemma))
            if effect:
                yield from _losses(clause.verb, effect, victims, clause.negated)


def _by_word(node: Node, before: Node | None, by_verb: dict[int, Clause]) -> Iterator[Loss]:
    act = _words().get(("act", node.lemma)) if node.pos == "NOUN" else None
    if act:
        yield from _losses(node, act, _suffering(node))
    outcome = _words().get(("outcome", node.lemma)) if node.pos == "NOUN" else None
    if outcome:
        yield from _losses(node, outcome, _of_outcome(node, by_verb))
    state = _words().get(("state", node.lower))
    if state:
        yield from _losses(node, state, _in_state(node, before, by_verb))
    if ("harm", node.lemma) in _words() and _is_of_nobody(node):
        yield from (Loss(node, effect, 0) for effect in _words()["harm", node.lemma].split())
    if node.lower in ("life", "lives"):
        yield from _losses(node, KILLED, _of_lives(node, by_verb))
    if node.lower == "toll":
        yield from _losses(node, KILLED, _at_toll(node))


def _is_of_nobody(harm: Node) -> bool:
    """ "no casualties", "no reports of casualties", "without casualties"."""
    chain = itertools.takewhile(lambda n: n.pos in ("NOUN", "ADP"), [harm, *harm.ancestors()])
    return any(n.lower == "without" or any(c.lower == "no" for c in n.all("det")) for n in chain)


def _losses(word: Node, effect: str, victims: list[Node], negated: bool = False) -> Iterator[Loss]:
    counts = [n for n in map(count, victims) if n is not None]
    if counts:
        yield Loss(word, effect, 0 if negated else sum(counts))


def _suffering(act: Node) -> list[Node]:
    """ "the murder of two judges", "the judge's murder"."""
    objects = prepositional(act)
    return objects.get("of") or objects.get("to") or spread(act.all("poss"))


def _of_outcome(node: Node, by_verb: dict[int, Clause]) -> list[Node]:
    """ "the deaths of five", "12 deaths", "no deaths"; "five suffered injuries", "shot five to death"."""
    suffering = _suffering(node)
    if suffering:
        return suffering
    if _counted(node):
        return [node]
    clause = by_verb.get(node.head.index)
    if clause and clause.lemma in SUFFERING:
        return clause.agents
    if node.lower == "death" and node.head.lower == "to" and node.head.head.index in by_verb:
        return by_verb[node.head.head.index].patients
    return []


def _counted(node: Node) -> bool:
    return bool(node.first("nummod")) or any(
        c.lower == "no" or (number(c) is not None and c.pos in ("ADJ", "NUM"))
        for c in node.all("det", "amod")
    )


def _in_state(node: Node, before: Node | None, by_verb: dict[int, Clause]) -> list[Node]:
    """ "left 12 dead", "with 3 dead and 40 injured", "12 were shot dead", "three dead soldiers"."""
    clause = by_verb.get(node.index)
    if clause and (clause.patients or node.tag != "VBN"):
        return []
    if before and (number(before) is not None or _counted(before)):
        return [before]
    if _counted(node):
        return [node]
    if node.dep == "amod" and node.head.pos in ("NOUN", "PROPN"):
        return [node.head]
    subject = node.first("nsubj")
    if subject:
        return conjuncts(subject)
    above = by_verb.get(node.head.index)
    return above.patients if above and node.dep in ("oprd", "acomp", "advmod", "ccomp", "xcomp") else []


def _of_lives(node: Node, by_verb: dict[int, Clause]) -> list[Node]:
    """ "12 lost their lives", "claimed 12 lives", "took the lives of 12"."""
    clause = by_verb.get(node.head.index)
    if clause is None:
        return []
    if clause.lemma == "lose":
        return clause.agents
    if clause.lemma not in TAKING:
        return []
    return [node] if _counted(node) else prepositional(node).get("of", [])


def _at_toll(node: Node) -> list[Node]:
    """ "a death toll of 40", "the death toll rose to 40", "the toll reached 40"."""
    if not any(c.lower == "death" for c in node.children):
        return []
    of = [n for n in prepositional(node).get("of", []) if number(n) is not None]
    verb = node.head
    if of or node.dep not in ("nsubj", "dobj", "nsubjpass"):
        return of
    places = prepositional(verb)
    at = [n for name in TOLL_AT for n in places.get(name, []) if number(n) is not None]
    return at or [n for n in verb.all("dobj", "attr") if number(n) is not None]
