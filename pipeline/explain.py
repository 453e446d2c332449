"""How an article is read, from its words to its records: the explanation of the coder, and what is made of it."""

from dataclasses import dataclass

from spacy.language import Language

from pipeline.actors.sources import Source, sources
from pipeline.enrich.core import comes_out, enrich
from pipeline.extract.casing import truecased
from pipeline.extract.coder.explain import ExplainedEvent, ExplainedSentence, explain
from pipeline.extract.core import extract
from pipeline.extract.everyday import everyday_words
from pipeline.findings import Finding, findings
from pipeline.records import Article, Enrichment, Event, Grouping, Part

NOWHERE = Grouping("")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an explained event: its records, one a time, none if it did not leave the coder.

    `emitted` tells whether they are sure enough to come out, `main` whether one is the article's main event;
    `sources` whence the words of a participant are known, by its text.
    """

    event: ExplainedEvent
    records: tuple[Event, ...]
    emitted: bool
    main: bool
    sources: dict[str, tuple[Source, ...]]


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """A sentence of an article, with the outcome of each of its events, and what else was found in it."""

    sentence: ExplainedSentence
    outcomes: tuple[Outcome, ...]
    found: tuple[Finding, ...]


def explain_article(
    nlp: Language, article: Article, model_version: str, min_confidence: float
) -> list[ExplainedPart]:
    """How each sentence of the text of `article` is read; its title only helps, as it does in the pipeline.

    An event below `min_confidence` (0 to 1) is explained, but not emitted.
    """
    extraction = extract(nlp, [article])[0]
    enrichment = enrich(article, NOWHERE, extraction, model_version)
    found = findings(article, extraction, enrichment)
    _, text = truecased(article.title or "", article.text or "", everyday_words(nlp))
    parts = []
    spans = [span for span in extraction.sentences if span.part is Part.TEXT]
    for sentence, span in zip(explain(nlp(text), Part.TEXT), spans, strict=True):
        outcomes = tuple(_outcome(event, enrichment, min_confidence) for event in sentence.events)
        here = tuple(finding for finding in found if span.start <= finding.start < span.end)
        parts.append(ExplainedPart(sentence, outcomes, here))
    return parts


def _outcome(event: ExplainedEvent, enrichment: Enrichment, min_confidence: float) -> Outcome:
    records = tuple(e for e in enrichment.events if event.kept and _is_record_of(e, event))
    texts = (p.text for p in (*event.actors, *event.recipients))
    return Outcome(
        event,
        records,
        any(comes_out(record, min_confidence) for record in records),
        any(record.event_id == enrichment.main_event_id for record in records),
        {text: sources(text) for text in texts},
    )


def _is_record_of(record: Event, event: ExplainedEvent) -> bool:
    trigger = record.trigger
    same = (record.event_type, record.mode) == (event.event_type, event.mode)
    return same and trigger.part is Part.TEXT and trigger.start == event.start
