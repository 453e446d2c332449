"""Whether two participants of events in one article are one and the same."""

import re
from collections.abc import Sequence

from pipeline.enrich.entities.antecedents import pronouns
from pipeline.enrich.times.words import numbers
from pipeline.records import Actor

SAME, ALIKE, OTHERS = 2, 1, 0

_ARMED = frozenset({"REB", "UAF", "CRM"})
"""Sectors by which one and the same armed group may be called: rebels, gunmen, attackers."""
_KNOWN = re.compile(r"(?:the|this|that|these|those|his|her|its|their|both)\b", re.IGNORECASE)
_OUTSIDE = frozenset({"i", "me", "we", "us", "you", "one", "someone", "others", "who", "which", "that", "it"})
_WORD = re.compile(r"[\w'’-]+")


def side_points(some: Sequence[Actor], others: Sequence[Actor], *, anew: bool) -> int | None:
    """Points for one side of two events: those of the best pair, see `same_party`.

    None if the first of either, whom it is about, is nobody of the other; 0 if one does not tell who it is.
    """
    some, others = _telling(some), _telling(others)
    if not some or not others:
        return 0
    points = [[same_party(a, b, anew=anew) for b in others] for a in some]
    return max(map(max, points)) if any(points[0]) and any(row[0] for row in points) else None


def mutual_points(some: Sequence[Actor], others: Sequence[Actor], *, anew: bool, again: bool) -> int | None:
    """Points for all parties of two events that are done together.

    None if not two of them are in both, or the only one that is told. One of more is enough if the later event is
    told as the same thing `again`.
    """
    some, others = _telling(some), _telling(others)
    if not some or not others:
        return 0
    matched = [points for a in some if (points := max(same_party(a, b, anew=anew) for b in others))]
    if len(matched) < min(2, len(some), len(others)):
        return None
    return sum(matched) if len(some) == len(others) or len(matched) > 1 or again else None


def _telling(actors: Sequence[Actor]) -> list[Actor]:
    """Those who say who they are, each once: no pronouns that were left unresolved."""
    return list({actor.id or actor.text: actor for actor in actors if _is_telling(actor)}.values())


def _is_telling(actor: Actor) -> bool:
    word = actor.text.lower()
    return bool(actor.name or actor.country) or not (word in pronouns() or word in _OUTSIDE)


def same_party(actor: Actor, later: Actor, *, anew: bool) -> int:
    """SAME, ALIKE (the later phrase may name the same again), or OTHERS.

    A text takes up somebody with a name, "the", or the same noun. If it tells all `anew`, as it does after its
    title, then any phrase of the same sort may name the same.
    """
    if (actor.id or actor.text.lower()) == (later.id or later.text.lower()):
        return SAME if actor.name else ALIKE
    if actor.country and later.country and actor.country != later.country:
        return OTHERS
    if _sizes_differ(actor, later) or not _sectors_agree(actor.sector, later.sector):
        return OTHERS
    if actor.name and later.name:
        return ALIKE if _stands_for(actor, later) or _stands_for(later, actor) else OTHERS
    if _worded_alike(actor, later):
        return ALIKE
    taken_up = anew or bool(later.name) or bool(_KNOWN.match(later.text))
    return ALIKE if taken_up and _one_sort(actor, later) else OTHERS


def _stands_for(whole: Actor, part: Actor) -> bool:
    """Whether a country stands for one who acts for it, or an office for the one who holds it."""
    if whole.country is None or whole.country != part.country or part.sector is None:
        return False
    if (whole.id or "").startswith("country:"):
        return True
    offices = [(actor.id or "").startswith("office:") for actor in (whole, part)]
    return offices == [True, False] and whole.sector == part.sector


def _one_sort(actor: Actor, later: Actor) -> bool:
    return actor.sector is not None and later.sector is not None


def _sectors_agree(sector: str | None, other: str | None) -> bool:
    return None in (sector, other) or sector == other or {sector, other} <= _ARMED


def _sizes_differ(actor: Actor, later: Actor) -> bool:
    """Whether one is several and the other one person, or both are counted and differ."""
    sizes = [1 if actor.name and _is_person(actor) else _number(actor.text) for actor in (actor, later)]
    return None not in sizes and sizes[0] != sizes[1]


def _is_person(actor: Actor) -> bool:
    return not (actor.id or "").startswith(("country:", "office:")) and actor.role is not None


def _worded_alike(actor: Actor, later: Actor) -> bool:
    """Whether both phrases end in the same noun, and one has no other word than the other: "the girl", "one girl"."""
    some, others = ([w for w in _WORD.findall(a.text.lower()) if not _is_counting(w)] for a in (actor, later))
    return some[-1:] == others[-1:] != [] and (set(some) <= set(others) or set(others) <= set(some))


def _is_counting(word: str) -> bool:
    return (
        bool(_KNOWN.fullmatch(word)) or word in ("a", "an") or word.isdecimal() or word in numbers("numbers")
    )


def _number(text: str) -> int | None:
    """The first numeral of a phrase; 1 for "a"."""
    for word in _WORD.findall(text.lower().replace(",", "")):
        if word in ("a", "an"):
            return 1
        if word.isdecimal():
            return int(word)
        if word in numbers("numbers"):
            return numbers("numbers")[word]
    return None
