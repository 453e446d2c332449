"""What can be told of how a sentence was coded, as plain data: nothing of the parse is held."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.records import EventType, Modality


class Verdict(StrEnum):
    """What became of a line of the word lists."""

    TAKEN = "taken"
    FAILED = "a constraint does not hold"
    NO_EVENT = "it fits, but makes no event here"
    LATER = "a line before it was taken"


class Fate(StrEnum):
    """Why a reading is no event of its own."""

    NOT_WILLED = "nobody acts on purpose"
    PART = "a part of another event"
    AGAIN = "tells another event again"


@dataclass(frozen=True, slots=True)
class Word:
    """A token; `head` is the index of its head, its own for the root. `depth` counts heads up to the root."""

    index: int
    text: str
    lemma: str
    tag: str
    dep: str
    entity: str
    head: int
    depth: int


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table in `coder/data`: the file, the number of the line from 1, and the line."""

    file: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.number}"

    @property
    def shown(self) -> str:
        """The line with spaces instead of tabs."""
        return "  ".join(self.text.split("\t"))


@dataclass(frozen=True, slots=True)
class ClauseParts:
    """A clause, its parts as head words; `under` is the predicate of the clause above."""

    predicate: str
    lemma: str
    particle: str | None
    passive: bool
    negated: bool
    auxiliaries: tuple[str, ...]
    agents: tuple[str, ...]
    patients: tuple[str, ...]
    prepositions: dict[str, tuple[str, ...]]
    complements: tuple[str, ...]
    under: str | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A constraint that does not hold, and the head words that fill its slot."""

    constraint: str
    fillers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A line of the word lists that was tried on a word."""

    line: TableLine
    verdict: Verdict
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A predicate or noun, what it was looked up as (`forms`), and the lines found, in the order of trying."""

    text: str
    table: str
    forms: tuple[str, ...]
    tried: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """A phrase, and where it stands: a slot of the clause or of the event's noun, else its dependency."""

    text: str
    slot: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a feature adds to the log odds of an event: `points` = `value` times `weight`."""

    feature: str
    value: float
    weight: float
    points: float


@dataclass(frozen=True, slots=True)
class ExplainedEvent:
    """An event; `lines` made it, innermost first. `kept`: it is sure enough to leave the coder.

    `start` is the offset of the trigger in the text; `why` tells the modality; `capped`: it would be surer than
    the surest event of the sentence, as judged alone.
    """

    trigger: str
    start: int
    event_type: EventType
    mode: str | None
    cameo_code: str | None
    operators: tuple[str, ...]
    lines: tuple[TableLine, ...]
    modality: Modality
    why: str | TableLine
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    confidence: float
    contributions: tuple[Contribution, ...]
    capped: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class RejectedReading:
    """A reading that is no event of its own; `of` is the trigger of the event that it belongs to, if any."""

    trigger: str
    event_type: EventType
    mode: str | None
    lines: tuple[TableLine, ...]
    fate: Fate
    of: str | None


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """How one sentence was coded. `words` are those of its body: without dateline and rubric."""

    text: str
    words: tuple[Word, ...]
    clauses: tuple[ClauseParts, ...]
    lookups: tuple[LookedUp, ...]
    events: tuple[ExplainedEvent, ...]
    rejected: tuple[RejectedReading, ...]
