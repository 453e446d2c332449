"""From articles to `Extraction`s. Pure: no Beam, no clock, no network."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.casing import truecased
from pipeline.extract.coder import code
from pipeline.extract.everyday import everyday_words
from pipeline.extract.familiar import familiar_words
from pipeline.extract.links import nearest_places, nearest_times
from pipeline.extract.original_case import with_original_case
from pipeline.extract.parsed import text_of
from pipeline.extract.quotes import find_quotes
from pipeline.extract.times import find_times
from pipeline.records import Article, Candidate, Extraction, Mention, Part, Phrase, Span, TimeMention

_DASH = re.compile(r"\s+[-–—]+\s+")


def extract(nlp: Language, articles: Sequence[Article]) -> list[Extraction]:
    """An `Extraction` for each article, in order."""
    originals = [(article.title or "", article.text or "") for article in articles]
    everyday = everyday_words(nlp)
    read = [truecased(title, text, everyday) for title, text in originals]
    texts = [part for parts in read for part in parts]
    familiar_words(nlp).meet(texts)
    with nlp.memory_zone():
        docs = nlp.pipe(texts, batch_size=64)
        found = [_extraction(title, text) for title, text in _pairs(docs)]
    return [
        extraction if cased == original else with_original_case(extraction, *original)
        for extraction, cased, original in zip(found, read, originals, strict=True)
    ]


def _pairs(docs: Iterator[Doc]) -> Iterator[tuple[Doc, Doc]]:
    return zip(docs, docs, strict=True)


def _extraction(title: Doc, text: Doc) -> Extraction:
    head, body = _part(title, Part.TITLE, Extraction()), _part(text, Part.TEXT, Extraction())
    return _joined(head, body)


def _part(doc: Doc, part: Part, empty: Extraction) -> Extraction:
    """The extraction of one part; its indexes count from that part's first sentence, time and mention."""
    text = text_of(doc)
    sentences = tuple(
        Span(text[s.start_char : s.end_char], s.start_char, s.end_char, part) for s in doc.sents
    )
    if not sentences:
        return empty
    starts = [s.start for s in doc.sents]
    mentions = tuple(
        Mention(Span(name, at, at + len(name), part), e.label_, bisect_right(starts, e.start) - 1)
        for e in doc.ents
        for at, name in _names(text[e.start_char : e.end_char], e.start_char)
    )
    times = tuple(find_times(doc, part))
    when, where = [t.span for t in times], [m.span for m in mentions]
    candidates = tuple(_linked(doc, c, when, where) for c in code(doc, part))
    return Extraction(sentences, mentions, times, candidates, tuple(find_quotes(doc, part)))


def _names(text: str, start: int) -> Iterator[tuple[int, str]]:
    """The names in an entity's text, each with its offset: the model joins a dateline to the name behind its dash."""
    at = 0
    for dash in _DASH.finditer(text):
        yield start + at, text[at : dash.start()]
        at = dash.end()
    yield start + at, text[at:]


def _linked(doc: Doc, candidate: Candidate, times: Sequence[Span], places: Sequence[Span]) -> Candidate:
    trigger = candidate.trigger
    return replace(
        candidate,
        times=nearest_times(doc, trigger, times),
        places=nearest_places(doc, trigger, places),
    )


def _joined(head: Extraction, body: Extraction) -> Extraction:
    """Two parts as one extraction, the indexes of the second moved behind the first."""
    s, t, m = len(head.sentences), len(head.times), len(head.mentions)

    def phrase(found: Phrase) -> Phrase:
        return replace(found, sentence=found.sentence + s)

    candidates = tuple(
        replace(
            c,
            sentence=c.sentence + s,
            times=tuple(i + t for i in c.times),
            places=tuple(i + m for i in c.places),
            actors=tuple(map(phrase, c.actors)),
            recipients=tuple(map(phrase, c.recipients)),
            attribution=c.attribution and phrase(c.attribution),
        )
        for c in body.candidates
    )
    return Extraction(
        head.sentences + body.sentences,
        head.mentions + tuple(Mention(x.span, x.label, x.sentence + s) for x in body.mentions),
        head.times + tuple(TimeMention(x.span, x.sentence + s, x.tense) for x in body.times),
        head.candidates + candidates,
        head.quotes
        + tuple(
            replace(q, sentence=q.sentence + s, speaker=q.speaker and phrase(q.speaker)) for q in body.quotes
        ),
    )
