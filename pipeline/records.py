"""The plain data that steps hand to each other, and the parts of the records that come out.

Output records (`EnrichedArticle`, `Event` and their parts) have the fields of the Avro schemas of the
same names, in the same order; `as_record` turns one into what fastavro writes. All offsets are 0-based
offsets in Unicode code points into the cleaned text or title, end exclusive.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from connectors.records import Origin, SourceRecord
from pipeline.errors import BadRecordError, Reason


class Part(StrEnum):
    """Which part of the article a span is in."""

    TEXT = "TEXT"
    TITLE = "TITLE"


class Outcome(StrEnum):
    """What became of an article."""

    EXTRACTED = "EXTRACTED"
    DUPLICATE = "DUPLICATE"
    UNSUPPORTED_LANGUAGE = "UNSUPPORTED_LANGUAGE"
    EMPTY = "EMPTY"


class EventType(StrEnum):
    """PLOVER's sixteen event types, and OTHER."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    OTHER = "OTHER"


class Modality(StrEnum):
    """Whether an event has happened, as the sentence has it."""

    OCCURRED = "OCCURRED"
    ONGOING = "ONGOING"
    PLANNED = "PLANNED"
    HYPOTHETICAL = "HYPOTHETICAL"
    NEGATED = "NEGATED"


class Tense(StrEnum):
    """Where the verb that governs a time expression points."""

    PAST = "PAST"
    PRESENT = "PRESENT"
    FUTURE = "FUTURE"


# ------------------------------------------------------------------ an article, decoded and cleaned


@dataclass(frozen=True, slots=True)
class Article:
    """An article. As decoded it has text or html; once cleaned, text, language and no html."""

    article_id: str
    title: str | None = None
    text: str | None = None
    html: str | None = None
    published_at: datetime | None = None  # aware, in the zone in which it was given
    source: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What grouping compares: the encodings are those of the schema ``IndexEntry``."""

    sketch: bytes
    terms: bytes


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What grouping remembers of one article. See schema ``IndexEntry``; `seen_at` is in milliseconds."""

    article_id: str
    language: str
    origin: Origin
    seen_at: int
    story_id: str
    duplicate_of: str | None
    similarity: float | None
    title: str | None
    sketch: bytes
    terms: bytes


@dataclass(frozen=True, slots=True)
class Grouping:
    """What grouping decided. `duplicate_of` and `similarity` (0 to 1) are set for a copy only.

    `entry` is what commit writes to the index topic; None if the index knew the record already.
    """

    story_id: str
    story_title: str | None = None
    duplicate_of: str | None = None
    similarity: float | None = None
    entry: IndexEntry | None = None


# ------------------------------------------------------------------ what extract finds


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the article: its characters, and where they are."""

    text: str
    start: int
    end: int
    part: Part = Part.TEXT


@dataclass(frozen=True, slots=True)
class Mention:
    """A named entity as the language model marked it. `sentence` indexes `Extraction.sentences`."""

    span: Span
    label: str
    sentence: int


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression, not yet resolved, with the tense of the verb that governs it."""

    span: Span
    sentence: int
    tense: Tense | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A participant as the sentence names it: the whole noun phrase, and its head word or head name."""

    span: Span
    head: Span
    sentence: int
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event as coded from one clause, its participants, time and place still unresolved.

    `times` and `places` index `Extraction.times` and `Extraction.mentions`, nearest by syntax first.
    """

    event_type: EventType
    mode: str | None
    cameo_code: str | None
    modality: Modality
    trigger: Span
    sentence: int
    actors: tuple[Phrase, ...]
    recipients: tuple[Phrase, ...]
    confidence: float
    times: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    attribution: Phrase | None = None
    killed: int | None = None
    injured: int | None = None


@dataclass(frozen=True, slots=True)
class QuoteMention:
    """Direct speech, and who speaks as the text names them."""

    span: Span
    sentence: int
    speaker: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that extract finds in one article: title first, then text, each in text order."""

    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    quotes: tuple[QuoteMention, ...] = ()


# ------------------------------------------------------------------ parts of the records that come out


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym, resolved. See schema ``Place``."""

    text: str
    start: int
    end: int
    part: Part = Part.TEXT
    name: str | None = None
    geoname_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    admin1: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression, resolved. See schema ``Time``."""

    text: str
    start: int
    end: int
    part: Part
    type: str
    value: str
    mod: str | None = None
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A participant of an event. See schema ``Actor``."""

    text: str
    start: int
    end: int
    part: Part = Part.TEXT
    name: str | None = None
    id: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says that an event is so. See schema ``Attribution``."""

    text: str
    start: int
    end: int
    part: Part = Part.TEXT
    name: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation, country or group. See schema ``Entity``."""

    id: str
    name: str
    type: str
    country: str | None
    sector: str | None
    role: str | None
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech. See schema ``Quote``."""

    text: str
    start: int
    end: int
    part: Part
    speaker: str | None = None
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, when and where. See schema ``Event``."""

    event_id: str
    article_id: str
    story_id: str | None
    event_type: EventType
    mode: str | None
    cameo_code: str | None
    quad_class: str
    intensity: float
    modality: Modality
    trigger: Span
    sentence: Span
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    place: Place | None
    time: Time | None
    killed: int | None
    injured: int | None
    attribution: Attribution | None
    confidence: float
    published_at: datetime | None
    source: str | None
    url: str | None
    pipeline_version: str
    model_version: str


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What enrich makes of an `Extraction`."""

    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    events: tuple[Event, ...] = ()
    main_event_id: str | None = None


@dataclass(frozen=True, slots=True)
class EnrichedArticle:
    """What became of one article. See schema ``EnrichedArticle``."""

    article_id: str
    title: str | None
    text: str
    published_at: datetime | None
    language: str | None
    source: str | None
    url: str | None
    outcome: Outcome
    duplicate_of: str | None
    similarity: float | None
    story_id: str | None
    story_title: str | None
    places: tuple[Place, ...]
    times: tuple[Time, ...]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...]
    main_event_id: str | None
    origin: Origin
    pipeline_version: str
    model_version: str


# ------------------------------------------------------------------ an article on its way


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article became a dead letter, and at which step."""

    stage: str
    reason: Reason
    error: str


@dataclass(frozen=True, slots=True)
class Item:
    """One source record on its way: each step fills its part, or settles the item.

    An item is settled once it has an outcome or a failure; the steps after that pass it on untouched.
    """

    record: SourceRecord
    article: Article | None = None
    fingerprint: Fingerprint | None = None
    grouping: Grouping | None = None
    extraction: Extraction | None = None
    enrichment: Enrichment | None = None
    outcome: Outcome | None = None
    failure: Failure | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do but to commit."""
        return self.outcome is not None or self.failure is not None

    def failed(self, stage: str, error: Exception) -> "Item":
        """This item as a dead letter: a `BadRecordError` keeps its reason, all else is an internal error."""
        if isinstance(error, BadRecordError):
            failure = Failure(stage, error.reason, str(error))
        else:
            failure = Failure(stage, Reason.INTERNAL_ERROR, f"{type(error).__name__}: {error}")
        return replace(self, failure=failure)

    def stepped(self, stage: str, step: Callable[["Item"], "Item"]) -> "Item":
        """`step` applied, unless the item is settled; an exception makes it a dead letter of `stage`."""
        if self.settled:
            return self
        try:
            return step(self)
        except Exception as error:  # noqa: BLE001 - one bad article must not stop the stream
            return self.failed(stage, error)


def as_record(value: Any) -> Any:
    """Dataclasses to dicts and tuples to lists, all the way down: what fastavro writes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_record(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [as_record(item) for item in value]
    return value
