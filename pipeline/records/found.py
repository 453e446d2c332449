"""What extract finds: plain data, not yet resolved."""

from dataclasses import dataclass

from pipeline.records.vocabulary import EventType, Modality, Part, Tense


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
