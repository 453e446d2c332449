"""How many people a phrase counts, by its numerals and its words of quantity."""

from collections.abc import Iterable
from functools import cache

from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.tree import Node, subtree

UNITS = frozenset({"dozen", "score", "hundred", "thousand"})
THOUSAND = 1000
COUNTING = ("nummod", "quantmod", "amod", "det", "compound", "predet")
ENDS = frozenset({",", ";", ":", "(", ")"})
NEGATIVE = frozenset({"no", "none", "nobody", "nothing", "neither"})


@cache
def _numbers() -> dict[str, int]:
    return {word: int(number) for word, number in rows("numbers.tsv")}


@cache
def _quantities() -> dict[str, int]:
    return {word: int(least) for word, least in rows("quantities.tsv")}


def count(people: Node) -> int | None:
    """The least number of people that the phrase of `people` can mean, None if they are not people to count.

    A numeral counts as it stands, of a range the lower; "dozens" and "several" as `quantities.tsv` has it; one
    named or described in the singular as 1, a plural without a number as 2.
    """
    if people.lower in NEGATIVE or any(c.lower == "no" for c in people.all("det")):
        return 0
    numeral = number(people)
    if numeral is not None:
        return numeral
    for child in people.children:
        numeral = number(child) if child.dep in COUNTING and child.index < people.index else None
        if numeral is not None:
            return numeral
    if people.entity == "PERSON":
        return 1
    if people.pos not in ("NOUN", "PROPN") or people.entity:
        return _plural(people) if people.entity == "NORP" else None
    return _plural(people) or 1


def _plural(people: Node) -> int | None:
    return 2 if people.tag in ("NNS", "NNPS") or people.lower in ("people", "police") else None


def number(node: Node) -> int | None:
    """The value of a numeral or a word of quantity with what modifies it, None if it is neither."""
    if _value(node.lower) is None:
        return None
    run = subtree(node)
    ends = [
        n.index
        for n in run
        if n.lower in ENDS or (n.pos in ("VERB", "ADP") and n.dep in ("prep", "acl", "relcl"))
    ]
    low = max((index for index in ends if index < node.index), default=-1)
    high = min((index for index in ends if index > node.index), default=run[-1].index + 1)
    return _read(n.lower for n in run if low < n.index < high)


def _value(word: str) -> int | None:
    """Of one word: a numeral in digits or words, "twenty-one", the lower end of "5-7", a word of quantity."""
    digits = word.replace(",", "")
    if digits.isascii() and digits.isdigit():
        return int(digits)
    known = _numbers().get(word, _quantities().get(word))
    if known is not None:
        return known
    first, _, second = word.replace("–", "-").partition("-")
    if first.isascii() and first.isdigit() and second.isdigit():
        return int(first)
    return _numbers()[first] + _numbers()[second] if {first, second} <= _numbers().keys() else None


def _read(words: Iterable[str]) -> int:
    """The first number of `words`: a unit multiplies what stands before it, all else adds."""
    whole, part, seen, half, vague = 0, 0, False, False, False
    for word in words:
        value = _value(word)
        if value is None:
            joins = part % 100 == 0 if word == "and" else word in ("-", "–") and part % 10 == 0
            if seen and not joins:
                break
            half = half or word == "half"
        elif word in UNITS:
            part, seen = (part or 1) * (value // 2 if half else value), True
        else:
            part, seen, vague = (value if vague else part + value), True, word in _quantities()
        if value == THOUSAND:
            whole, part = whole + part, 0
    return whole + part
