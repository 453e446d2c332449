"""Sightings of one actor put together: the figures of an article."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline.actors import Identity, Kind
from pipeline.actors.identity import name_id
from pipeline.actors.tables import words
from pipeline.enrich.entities.sightings import Sighting, is_known, name_keys
from pipeline.records import Entity, Span

PLACES = frozenset({"GPE", "LOC", "FAC"})
PEOPLE = frozenset({Kind.PERSON, Kind.UNKNOWN})


@dataclass(slots=True)
class Figure:
    """One actor of an article, as it is being put together."""

    person: bool
    full: str
    names: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    identities: list[Identity] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def add(self, sighting: Sighting) -> None:
        """Count one more sighting."""
        self.learn(sighting.identity)
        self.names[sighting.name] += 1
        if sighting.label:
            self.labels[sighting.label] += 1
        if sighting.span not in self.spans:
            self.spans.append(sighting.span)

    def learn(self, identity: Identity) -> None:
        """Take in what a phrase says of the actor."""
        self.identities.append(identity)

    @property
    def name(self) -> str:
        """The one a table knows, else the most frequent, the fullest of several; a person's is of more than a word."""
        known = next((i.name for i in self.identities if i.name and is_known(i)), None)
        return known or max(
            self.names,
            key=lambda n: (self.person and " " in n, self.names[n], n.count(" ") if self.person else 0),
            default=self.full,
        )

    def identity(self) -> Identity:
        """All that the sightings tell, where they differ what most of them say."""
        name = self.name
        known = next((i for i in self.identities if is_known(i)), None)
        with_role = [i for i in self.identities if i.role]
        titled = next((i.sector for i in with_role if i.sector), None)
        return Identity(
            name,
            known.id if known else name_id(name),
            _most(i.country for i in with_role) or _most(i.country for i in self.identities),
            titled or _most(i.sector for i in self.identities),
            with_role[0].role if with_role else None,
            known.kind if known else _most_kind(self.identities, self.person),
        )

    def entity(self, identity: Identity) -> Entity:
        """The figure, its `identity` known, as a record; places and countries have a sector only as participants."""
        label = self._label(identity.kind)
        sector = None if label in ("GPE", "LOC") else identity.sector
        return Entity(
            identity.id,
            identity.name or "",
            label,
            identity.country,
            sector,
            identity.role,
            tuple(self.spans),
        )

    def _label(self, kind: Kind) -> str:
        if kind is Kind.COUNTRY:
            return "GPE"
        if kind is Kind.PLACE:
            return _most(label for label in self.labels.elements() if label in PLACES) or "LOC"
        return "PERSON" if self.person else _most(self.labels.elements()) or "ORG"


def _most(values: Iterable[str | None]) -> str | None:
    counts = Counter(filter(None, values))
    return max(counts, key=counts.__getitem__, default=None)


def _most_kind(identities: list[Identity], person: bool) -> Kind:
    return Kind.PERSON if person else Kind(_most(i.kind for i in identities) or Kind.UNKNOWN)


class Figures:
    """The figures of an article, found by name."""

    def __init__(self) -> None:
        self.all: list[Figure] = []
        self._by_id: dict[str, Figure] = {}
        self._by_keys: dict[tuple[str, ...], Figure] = {}
        self._by_end: dict[str, list[Figure]] = {}

    def build(self, seen: list[Sighting]) -> list[Figure]:
        """A figure for each of the sightings, fuller names first, so that a surname finds its bearer."""
        persons = {name_keys(s.name) for s in seen if s.label == "PERSON" or s.identity.kind is Kind.PERSON}
        order = sorted(range(len(seen)), key=lambda i: (seen[i].guess, -len(name_keys(seen[i].name))))
        found: dict[int, tuple[Figure, Sighting]] = {}
        for i in order:
            sighting = self._settled(seen[i]) if seen[i].guess else seen[i]
            found[i] = self.place(sighting, name_keys(seen[i].name) in persons), sighting
        for i in range(len(seen)):
            figure, sighting = found[i]
            figure.add(sighting)
        bearers = [found[i][0] for i in range(len(seen))]
        self.all = list({id(figure): figure for figure in bearers}.values())
        return bearers

    def _settled(self, guess: Sighting) -> Sighting:
        """`guess`, unless the article has another bearer of the name and not the public figure itself."""
        if guess.identity.id in self._by_id or name_keys(guess.name) in self._by_keys:
            return guess
        surname = guess.span.text
        if not any(_short_for(name_keys(surname), name_keys(f.full)) for f in self._bearers(surname)):
            return guess
        return replace(guess, name=surname, identity=Identity(surname, name_id(surname)))

    def _bearers(self, name: str) -> list[Figure]:
        return self._by_end.get(name_keys(name)[-1], [])

    def place(self, sighting: Sighting, person: bool) -> Figure:
        """The figure that `sighting` belongs to, a new one if there is none."""
        keys = name_keys(sighting.name)
        figure = self.find(sighting.identity, sighting.name, person)
        if figure is None:
            figure = Figure(person, sighting.name)
            self.all.append(figure)
            for end in dict.fromkeys((keys[0], keys[-1])) if person else ():
                self._by_end.setdefault(end, []).append(figure)
        self._by_keys.setdefault(keys, figure)
        if is_known(sighting.identity):
            self._by_id.setdefault(sighting.identity.id, figure)
        if sighting.acronym:
            self._by_keys.setdefault((sighting.acronym.lower().replace(".", ""),), figure)
        return figure

    def find(self, identity: Identity, name: str, person: bool) -> Figure | None:
        """The figure known by the id, the name, a fuller form of the name, or its initials."""
        keys = name_keys(name)
        same = self._by_id.get(identity.id) or self._by_keys.get(keys)
        if same or (identity.kind in (Kind.COUNTRY, Kind.PLACE) and not person):
            return same
        if person or len(keys) == 1:
            bearers = [f for f in self._bearers(name) if _short_for(keys, name_keys(f.full))]
            if bearers:
                return max(bearers, key=lambda f: any(is_known(i) for i in f.identities))
        if len(keys) == 1 and name.isupper() and len(name) > 1:
            return next((f for f in self.all if not f.person and _initials(f) == keys[0]), None)
        return None


def _short_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` is a short form of a person's full name: one of its ends, or given and family name."""
    if len(short) >= len(full):
        return False
    if len(short) > 1:
        return short[-1] == full[-1] and set(short) <= set(full)
    return short[0] in (full[-1], full[0])


def _initials(figure: Figure) -> str:
    keys = name_keys(figure.full)
    return "".join(k[:1] for k in keys if k not in words("home") and k not in ("and", "for"))
