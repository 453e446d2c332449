"""Which of the places of one name is meant: one sense for a name in a document."""

import math
import operator
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.enrich.places.gazetteer import Entry

ROUNDS = 2
POPULATION = 0.5
OWN = 1.2
NAMESAKE = -0.6
CONTAINED = 5.0
ADMIN1 = 3.0
COUNTRY = 4.0
NEARBY = 2.0
SHARPNESS = 1.2
HOME = 1.5
"""The scores that a sense adds up: for a tenfold population, its own name, being a division named after its town,
lying in the place written after it; and at most, for the document's other places in its division, its country and
the land around it. `HOME` is how many of those places the home of the source counts for. Found by search, one at a
time, on the development sets of LGL and TR-News, and flat around."""

NEGLIGIBLE = 0.03
POINTS = frozenset({"city", "admin2"})

Area = tuple[str, str] | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a document: the places it may mean, how often it occurs, and the places said to contain it."""

    entries: tuple[Entry, ...]
    count: int = 1
    containers: tuple[Entry, ...] = field(default=())


def senses(names: Mapping[str, Name], voters: Collection[str], home: str | None = None) -> dict[str, Entry]:
    """The place that each name means, by how large it is, by where the document's `voters` among them are, and by
    the area that is the `home` of its source."""
    open_ = {key: name for key, name in names.items() if len(name.entries) > 1}
    prior = {key: [_prior(entry, name) for entry in name.entries] for key, name in open_.items()}
    chances = {key: _chances(prior[key]) if key in prior else [1.0] for key in names}
    for _ in range(ROUNDS if open_ else 0):
        votes = _Votes({key: name for key, name in names.items() if key in voters}, chances, home)
        for key, name in open_.items():
            scores = map(operator.add, prior[key], votes.of(key, name.entries))
            chances[key] = _chances(list(scores))
    return {key: name.entries[_best(chances[key])] for key, name in names.items()}


def area_of(meant: Mapping[str, Entry], key: str, voters: Collection[str]) -> str:
    """What other `voters` share with the sense of `key`: its "admin1", only its "country", or nothing."""
    sense = meant[key]
    others = [meant[voter] for voter in voters if voter != key and meant[voter].country == sense.country]
    if not sense.country or not others:
        return ""
    return "admin1" if sense.admin1 and any(o.admin1 == sense.admin1 for o in others) else "country"


def inside(entry: Entry, container: Entry) -> bool:
    """Whether `entry` lies in `container`, as far as the gazetteer tells."""
    if entry.id == container.id or not container.country or entry.country != container.country:
        return False
    if container.kind == "country":
        return entry.kind != "country"
    return container.kind == "admin1" and entry.admin1 == container.admin1 and entry.kind != "admin1"


def _prior(entry: Entry, name: Name) -> float:
    score = POPULATION * math.log10(entry.population + 500) + OWN * entry.own
    if entry.kind == "admin2" or (entry.kind == "admin1" and not entry.own):
        score += NAMESAKE
    else:
        score += entry.prominence
    if any(inside(entry, container) for container in name.containers):
        score += CONTAINED
    return score


class _Votes:
    """Where the names of a document are: each spreads one vote over its senses, more if it occurs often."""

    def __init__(
        self, names: Mapping[str, Name], chances: Mapping[str, Sequence[float]], home: str | None
    ) -> None:
        self._own: dict[str, dict[Area, float]] = {}
        self._all: dict[Area, float] = defaultdict(float)
        if home:
            country, _, admin1 = home.partition("/")
            self._all |= {(country, ""): HOME, (country, admin1): HOME}
        for key, name in names.items():
            own: dict[Area, float] = defaultdict(float)
            weight = 1 + math.log(name.count)
            for entry, chance in zip(name.entries, chances[key], strict=True):
                if chance >= NEGLIGIBLE:
                    for area in _areas(entry):
                        own[area] += weight * chance
            self._own[key] = own
            for area, vote in own.items():
                self._all[area] += vote

    def of(self, key: str, entries: Sequence[Entry]) -> Iterator[float]:
        """How much the other names speak for each of `entries` as the sense of `key`."""
        own: Mapping[Area, float] = self._own.get(key, {})

        def share(area: Area) -> float:
            others = self._all.get(area, 0.0) - own.get(area, 0.0)
            return others / (others + 1.0)

        for entry in entries:
            score = NEARBY * share(_cell(entry)) if entry.kind in POINTS else 0.0
            if entry.country:
                score += COUNTRY * share((entry.country, ""))
            if entry.admin1:
                score += ADMIN1 * share((entry.country, entry.admin1))
            yield score


def _areas(entry: Entry) -> Iterator[Area]:
    """The areas that a place speaks for: its country, its division, and the land within some 100 km of it."""
    if entry.country:
        yield (entry.country, "")
    if entry.admin1:
        yield (entry.country, entry.admin1)
    if entry.kind in POINTS:
        row, column = _cell(entry)
        yield from ((row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1))


def _cell(entry: Entry) -> tuple[int, int]:
    """The square of a degree that a place lies in; east and west of 180° are not joined."""
    return math.floor(entry.latitude), math.floor(entry.longitude)


def _chances(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    weights = [math.exp(SHARPNESS * (score - top)) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def _best(chances: Sequence[float]) -> int:
    return max(range(len(chances)), key=lambda i: (chances[i], -i))
