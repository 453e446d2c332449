"""The records that come out, with the fields of the Avro schemas of the same names, in the same order."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from connectors.records import Origin
from pipeline.records.found import Span
from pipeline.records.vocabulary import EventType, Modality, Outcome, Part


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
    mention_of: str | None = None


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
    update_of: str | None
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


def as_record(value: Any) -> Any:
    """Dataclasses to dicts and tuples to lists, all the way down: what fastavro writes."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: as_record(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [as_record(item) for item in value]
    return value
