"""What speaks for a run of words being a toponym where it stands, and what against."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.enrich.places.gazetteer import Entry
from pipeline.enrich.places.names import folded
from pipeline.enrich.places.spotting import Match
from pipeline.enrich.places.tables import rows, words
from pipeline.records import Mention, Part

PLACE_LABELS = frozenset({"GPE", "LOC"})
_SMALL = re.compile(r"[^\W\d_A-Z]+")
_BODIES = ("public", "firm", "team")
_LABELS = PLACE_LABELS | {"NORP", "FAC", "ORG", "PERSON"}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A match in its text: the words around it, and the entity mention that it is in, if any."""

    match: Match
    name: str
    part: Part
    before: tuple[str, str]
    after: tuple[str, str]
    mention: Mention | None
    containers: tuple[Entry, ...]
    container: bool

    @property
    def whole(self) -> bool:
        """Whether the match is the whole mention, but for a leading article."""
        return self.mention is not None and folded(self.mention.span.text) == folded(self.name)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a document tells about a name: how often it is labelled a place or is a person's name, and more."""

    located: Counter[str]
    persons: Counter[str]
    texts: tuple[str, ...]

    def small(self, word: str) -> bool:
        """Whether a word that has no capital stands in the document."""
        return bool(_SMALL.fullmatch(word)) and any(_holds(text, word) for text in self.texts)


def surroundings(mentions: Sequence[Mention], texts: Iterable[str]) -> Surroundings:
    """The surroundings that the entity mentions and the words of a document make."""
    located = Counter(folded(m.span.text) for m in mentions if m.label in PLACE_LABELS)
    parts = (part for m in mentions if m.label == "PERSON" for part in _parts(m.span.text))
    return Surroundings(located, Counter(parts), tuple(texts))


def _holds(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        beside = text[max(0, at - 1) : at] + text[at + len(word) : at + len(word) + 1]
        if not any(c.isalnum() or c == "_" for c in beside):
            return True
        at = text.find(word, at + 1)
    return False


def likely(sighting: Sighting, sense: Entry, area: str, around: Surroundings) -> float:
    """How likely `sighting` is a toponym, 0 to 1, should it mean `sense`.

    `area` tells what else in the document is near that sense: "admin1", "country" or nothing.
    """
    return 1 / (1 + math.exp(-sum(by for _, by in points(sighting, sense, area, around))))


def points(sighting: Sighting, sense: Entry, area: str, around: Surroundings) -> Iterator[tuple[str, float]]:
    """What holds for a sighting, and what each adds to the log odds that it is a toponym."""
    table = _weights()
    yield "always", table["always"]
    for feature in features(sighting, sense, area, around):
        yield feature, table.get(feature, 0.0)


def features(sighting: Sighting, sense: Entry, area: str, around: Surroundings) -> Iterator[str]:
    """The names of what holds for a sighting, as ``weights.tsv`` has them."""
    yield from _labelled(sighting)
    yield from _neighbours(sighting)
    yield from _known(sighting, sense, area)
    key = folded(sighting.name)
    itself = sighting.whole and sighting.mention is not None and sighting.mention.label in PLACE_LABELS
    if around.located[key] > itself:
        yield "labelled a place elsewhere"
    if around.persons[key]:
        yield "part of a person's name in the document"
    if around.small(sighting.name.lower()):
        yield "in lower case in the document"


def _labelled(sighting: Sighting) -> Iterator[str]:
    if sighting.mention is None:
        yield "unlabelled"
        return
    label = sighting.mention.label if sighting.mention.label in _LABELS else "other label"
    if sighting.whole:
        yield f"{label}, whole"
    else:
        span, match = sighting.mention.span, sighting.match
        start = match.start - span.start <= len("the ")
        where = "start" if start else "end" if match.end >= span.end else "middle"
        yield f"{label}, {where}"
    if label == "ORG" and not sighting.whole:
        named = {word.lower() for word in sighting.mention.span.text.split()}
        yield from (f"in an organisation with a word of kind {k}" for k in _BODIES if named & words(k))


def _neighbours(sighting: Sighting) -> Iterator[str]:
    (joint, left), (gap, right) = sighting.before, sighting.after
    if joint == " " and left.lower() in words("place_preposition"):
        yield "after a preposition of place"
    if joint in (" ", ". ") and left.lower() in words("title"):
        yield "after a title"
    elif joint == " " and left.lower() in words("given"):
        yield "after a given name"
    elif joint == " " and left[:1].isupper() and left.lower() not in words("function"):
        yield "after a capitalised word"
    if gap == " " and right[:1].isupper():
        kinds = [k for k in (*_BODIES, "division") if right.lower() in words(k)]
        yield from (f"before a word of kind {kind}" for kind in kinds)
        if not kinds:
            yield "before a capitalised word"
    if gap == " " and right in ("said", "says", "told", "added", "who", "has", "had", "was"):
        yield "before a verb of saying or being"
    if gap[:2] in ("'s", "’s"):
        yield "possessive"
    if joint == "-" or gap == "-":
        yield "beside a hyphen"


def _known(sighting: Sighting, sense: Entry, area: str) -> Iterator[str]:
    if sighting.match.demonym:
        yield "demonym, plural" if sighting.name.endswith("s") else "demonym"
        if sighting.mention is not None and sighting.mention.label == "ORG":
            yield "demonym in an organisation"
    if sighting.name.lower() in words("given"):
        yield "a given name"
    if sighting.containers:
        yield "before its container"
    if sighting.container:
        yield "after what it contains"
    if " " in sighting.name:
        yield "of several words"
    if sense.prominence:
        yield "landmark" if sense.kind == "other" else "prominent"
    elif sense.kind == "admin2":
        yield "second-level division"
    else:
        digits = min(6, len(str(sense.population)))
        yield f"population of {digits} digits"
    if not sense.own:
        yield "alternate name"
    if area:
        yield f"near others: {area}"


def _parts(name: str) -> list[str]:
    parts = name.split()
    return [folded(part) for part in parts] if len(parts) > 1 else []


@cache
def _weights() -> dict[str, float]:
    return {feature: float(weight) for feature, weight in rows("weights.tsv")}
