"""The word lists: what verbs and event nouns mean, how meanings compose, and classes of words."""

from dataclasses import dataclass
from functools import cache

from pipeline import tables
from pipeline.records import EventType

# Fillers that say nothing of what is done.
ANYBODY = frozenset({"ANY", "NAMED", "ACTOR", "GPE", "PERSON", "ORG"})


@dataclass(frozen=True, slots=True)
class Line:
    """Where in the tables of the coder a fact stands: the file, and the number of the line, from 1."""

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file}:{self.number}"

    @property
    def text(self) -> str:
        """The line itself."""
        return _lines(self.file)[self.number - 1]


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """What must (or, negated, must not) fill a slot: a class, a lemma or a reading (see frames.py)."""

    slot: str
    fillers: tuple[str, ...]
    negated: bool = False

    def __str__(self) -> str:
        return f"{'!' * self.negated}{self.slot}:{'|'.join(self.fillers)}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of verbs.tsv or nouns.tsv. It has an event type or an operator; `slots` are those it needs filled."""

    word: str
    event_type: EventType | None
    operator: str | None
    mode: str | None
    cameo_code: str | None
    constraints: tuple[Constraint, ...]
    slots: frozenset[str]
    strength: float
    line: Line


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of operators.tsv: what an operator makes of an inner reading. No type: the inner one stays."""

    event_type: EventType | None
    mode: str | None
    cameo_code: str | None
    factor: float
    line: Line


@cache
def verbs() -> dict[str, tuple[Entry, ...]]:
    """Entries by verb lemma, with a particle after a space ("call off"), most constrained first."""
    return _entries("verbs.tsv")


@cache
def nouns() -> dict[str, tuple[Entry, ...]]:
    """Entries by noun lemma, most constrained first."""
    return _entries("nouns.tsv")


@cache
def operators() -> dict[tuple[str, str], Rule]:
    """Rules by operator and inner reading: an event type, a polarity, ANY, or NONE for no reading."""
    found = {}
    for line, (operator, inner, type_, mode, cameo, factor) in numbered_rows("operators.tsv"):
        event_type = None if type_ == "=" else EventType(type_)
        found[operator, inner] = Rule(event_type, _or_none(mode), _or_none(cameo), float(factor), line)
    return found


@cache
def polarity() -> dict[EventType, str]:
    """Whether a type is POSITIVE (cooperative) or NEGATIVE (hostile) for composition."""
    return {EventType(type_): sign for type_, sign in rows("polarity.tsv")}


@cache
def classes() -> dict[str, frozenset[str]]:
    """Word classes: the lemmas of each class."""
    found: dict[str, set[str]] = {}
    for name, lemma in rows("classes.tsv"):
        found.setdefault(name, set()).add(lemma)
    return {name: frozenset(lemmas) for name, lemmas in found.items()}


def rows(name: str) -> list[list[str]]:
    """The rows of a table of the coder."""
    return tables.rows("pipeline.extract.coder", f"data/{name}")


@cache
def _lines(name: str) -> list[str]:
    return tables.lines("pipeline.extract.coder", f"data/{name}")


def numbered_rows(name: str) -> list[tuple[Line, list[str]]]:
    """The rows of a table of the coder, and where each stands."""
    found = tables.numbered_rows("pipeline.extract.coder", f"data/{name}")
    return [(Line(name, number), row) for number, row in found]


def _entries(name: str) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for line, row in numbered_rows(name):
        entry = _entry(row, line)
        found.setdefault(entry.word, []).append(entry)
    return {word: tuple(sorted(entries, key=_specificity, reverse=True)) for word, entries in found.items()}


def _specificity(entry: Entry) -> tuple[int, int, list[tuple[int, bool]]]:
    """Constraints that tell what is acted on, not only that somebody is; then all; of as many, those that name a word,
    then a class, then a kind of event or anything, and what is done before who does it."""
    asked = [c for c in entry.constraints if not c.negated]
    named = ((max(map(_narrowness, c.fillers)), c.slot != "subj") for c in asked)
    return sum(not ANYBODY.issuperset(c.fillers) for c in asked), len(asked), sorted(named, reverse=True)


def _narrowness(filler: str) -> int:
    if filler.startswith("=") or filler == "ANY":
        return 0
    return 2 if filler.islower() else 1


def _entry(row: list[str], line: Line) -> Entry:
    word, type_, mode, cameo, constraints, strength = row
    operator = type_[1:] if type_.startswith("+") else None
    asked = tuple(map(_constraint, constraints.split())) if constraints != "-" else ()
    return Entry(
        word,
        None if operator else EventType(type_),
        operator,
        _or_none(mode),
        _or_none(cameo),
        asked,
        frozenset(c.slot for c in asked if not c.negated),
        float(strength),
        line,
    )


def _constraint(text: str) -> Constraint:
    slot, fillers = text.lstrip("!").split(":")
    return Constraint(slot, tuple(fillers.split("|")), text.startswith("!"))


def _or_none(field: str) -> str | None:
    return None if field == "-" else field
