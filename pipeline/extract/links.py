"""Which times and places of a sentence belong to which event, by syntax."""

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.records import Span
from pipeline.tables import rows

FAR = 13  # a path that costs this much or more leads into another clause
MOST_STEPS = 40
OTHER_LABEL = (3, 3)
SETTINGS = frozenset({"in", "at", "to", "near", "into", "around", "outside", "inside", "across", "on"})
OTHER_SETTING = 3
TELLING = 1
PARTICIPLE_PREPOSITIONS = frozenset({"starting", "beginning", "following", "including", "ending"})


def nearest_times(doc: Doc, trigger: Span, spans: Sequence[Span]) -> tuple[int, ...]:
    """Indexes of the `spans` that tell when the trigger's event is, nearest by syntax first.

    Only spans of its sentence are considered, and none of another clause.
    """
    return _nearest(doc, trigger, spans, places=False)


def nearest_places(doc: Doc, trigger: Span, spans: Sequence[Span]) -> tuple[int, ...]:
    """Indexes of the `spans` that may tell where the trigger's event is, nearest by syntax first.

    What a preposition of place leads comes before objects, and these before subjects, possessors and
    adjectives.
    """
    return _nearest(doc, trigger, spans, places=True)


def _nearest(doc: Doc, trigger: Span, spans: Sequence[Span], *, places: bool) -> tuple[int, ...]:
    words = doc.char_span(trigger.start, trigger.end, alignment_mode="expand")
    if words is None:
        return ()
    sentence = words.sent
    low, high = sentence.start_char, sentence.end_char
    within = [i for i, span in enumerate(spans) if low <= span.start and span.end <= high]
    if not within:
        return ()
    above, named = _above(words.root), words.root.pos_ in ("NOUN", "PROPN")
    ranked = []
    for i in within:
        span = doc.char_span(spans[i].start, spans[i].end, alignment_mode="expand")
        if span is None or span.start <= words.root.i < span.end:
            continue
        cost = _cost(span.root, above, places=places, named=named)
        if cost < FAR:
            ranked.append((cost, abs(span.root.i - words.root.i), i))
    return tuple(i for _, _, i in sorted(ranked))


@cache
def _costs() -> dict[str, tuple[int, int]]:
    return {label: (int(down), int(up)) for label, down, up in rows("pipeline.extract", "link_costs.tsv")}


def _above(token: Token) -> dict[int, int]:
    """The words above an event's trigger, itself among them, and what it costs to get there."""
    costs, cost, above = _costs(), 0, {token.i: 0}
    for _ in range(MOST_STEPS):
        head = token.head
        if head.i == token.i:
            break
        cost += costs.get(token.dep_, OTHER_LABEL)[1]
        if cost >= FAR:
            break
        above[head.i] = cost
        token = head
    return above


def _cost(token: Token, above: dict[int, int], *, places: bool, named: bool) -> int:
    """What the path from a span's head word to the event costs. `named` says that a noun tells the event."""
    costs, cost = _costs(), 0
    for _ in range(MOST_STEPS):
        if token.i in above:
            return cost + above[token.i]
        head = token.head
        if head.i == token.i or cost >= FAR:
            break
        cost += TELLING if named and _tells_when(token) else _down(token, costs, places=places)
        token = head
    return FAR


def _tells_when(token: Token) -> bool:
    """Whether a clause tells when and where its noun was: "the attack, which took place on Monday"."""
    return token.dep_ == "relcl" and (
        token.lemma_ in ("occur", "happen")
        or any(c.dep_ == "dobj" and c.lower_ == "place" for c in token.children)
    )


def _down(token: Token, costs: dict[str, tuple[int, int]], *, places: bool) -> int:
    word = token.lower_
    if word in PARTICIPLE_PREPOSITIONS:
        return 1
    cost = costs.get(token.dep_, OTHER_LABEL)[0]
    if places and token.dep_ == "prep" and word not in SETTINGS:
        cost += OTHER_SETTING
    return cost
