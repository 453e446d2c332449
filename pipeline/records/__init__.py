"""The plain data that steps hand to each other, and the parts of the records that come out.

Output records (`EnrichedArticle`, `Event` and their parts) have the fields of the Avro schemas of the
same names, in the same order; `as_record` turns one into what fastavro writes. All offsets are 0-based
offsets in Unicode code points into the cleaned text or title, end exclusive.
"""

from pipeline.records.article import Article, Fingerprint, Grouping, IndexEntry
from pipeline.records.found import Candidate, Extraction, Mention, Phrase, QuoteMention, Span, TimeMention
from pipeline.records.item import Failure, Item
from pipeline.records.output import (
    Actor,
    Attribution,
    EnrichedArticle,
    Enrichment,
    Entity,
    Event,
    Place,
    Quote,
    Time,
    as_record,
)
from pipeline.records.vocabulary import EventType, Modality, Outcome, Part, Tense

__all__ = [
    "Actor",
    "Article",
    "Attribution",
    "Candidate",
    "EnrichedArticle",
    "Enrichment",
    "Entity",
    "Event",
    "EventType",
    "Extraction",
    "Failure",
    "Fingerprint",
    "Grouping",
    "IndexEntry",
    "Item",
    "Mention",
    "Modality",
    "Outcome",
    "Part",
    "Phrase",
    "Place",
    "Quote",
    "QuoteMention",
    "Span",
    "Tense",
    "Time",
    "TimeMention",
    "as_record",
]
