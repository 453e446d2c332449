"""The enumerations that records use."""

from enum import StrEnum


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
