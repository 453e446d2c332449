"""Numbers of killed and injured in a sentence."""

from functools import cache

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.tree import Node, prepositional

KILLED, INJURED = "KILLED", "INJURED"


@cache
def _numbers() -> dict[str, int]:
    return {word: int(number) for word, number in rows("numbers.tsv")}


@cache
def _words() -> dict[str, str]:
    return dict(rows("casualties.tsv"))


def casualties(nodes: list[Node], clauses: list[Clause]) -> tuple[int | None, int | None]:
    """Killed and injured that a sentence states, each None if it gives no number.

    A victim named without a number counts as one ("killed a judge"); "dozens" and "hundreds" give none.
    """
    found: dict[str, int] = {}
    for clause in clauses:
        effect = _words().get(clause.lemma)
        if effect and not clause.negated:
            victims = clause.agents if clause.lemma == "die" else clause.patients
            _note(found, effect, victims)
    for node in nodes:
        effect = _words().get(node.lower) if node.pos in ("ADJ", "NOUN") or node.dep == "amod" else None
        if effect:
            _note(found, effect, _counted_by(node))
    return found.get(KILLED), found.get(INJURED)


def _note(found: dict[str, int], effect: str, victims: list[Node]) -> None:
    numbers = [n for n in map(_count, victims) if n is not None]
    if numbers:
        found[effect] = max(found.get(effect, 0), sum(numbers))


def _counted_by(node: Node) -> list[Node]:
    """ "left 12 dead", "with 3 dead and 40 injured", "the dead numbered 5"."""
    if node.first("nummod"):
        return [node]
    if node.dep == "amod" and node.head.pos in ("NOUN", "PROPN"):
        return [node.head]
    subject = node.first("nsubj")
    if subject:
        return [subject]
    if node.dep in ("conj", "oprd", "acomp", "amod", "ccomp") and node.head.pos == "VERB":
        return node.head.all("dobj")
    return []


def _count(victim: Node) -> int | None:
    own = number(victim)
    if own is not None:
        return own
    for child in victim.children:
        if child.dep in ("nummod", "quantmod"):
            return number(child)
    if any(victim.lemma == word for word in ("dozen", "score", "hundred", "thousand")):
        below = prepositional(victim).get("of", [])
        return number(victim) if victim.first("nummod") or not below else None
    plural = victim.tag in ("NNS", "NNPS") or victim.lower in ("people", "police", "they", "them", "who")
    return 1 if victim.pos in ("NOUN", "PROPN") and not plural else None


def number(node: Node) -> int | None:
    """The value of a numeral, in digits or words, None if it is none."""
    digits = node.lower.replace(",", "")
    if digits.isascii() and digits.isdigit():
        return int(digits)
    parts = [_numbers().get(part) for part in node.lower.replace("–", "-").split("-")]
    if any(part is None for part in parts):
        return None
    below = [number(c) or 0 for c in node.all("compound") if c.pos == "NUM"]
    return sum(part for part in parts if part is not None) + sum(below)
