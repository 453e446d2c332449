"""Direct speech and who speaks."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Stretch

from pipeline.extract.parsed import text_of
from pipeline.records import Part, Phrase, QuoteMention, Span
from pipeline.tables import rows

CLOSING = {"“": "”", "„": "“", "«": "»", "‹": "›", '"': '"'}
MARK = re.compile(f"[{''.join(CLOSING)}]")
# Quoted stretches of so few words, without a verb of saying, are names, titles or scare quotes.
SCARE_WORDS = 3
# A quote left open ends with its paragraph; one longer than this is a missing mark.
LONGEST = 3_000
COLON_WORDS = 8
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
BARRED = frozenset({"relcl", "acl", "appos", "prep", "punct", "cc", "conj", "dep", "advcl"})


@cache
def speech_verbs() -> frozenset[str]:
    """Lemmas of the verbs that report speech."""
    return frozenset(verb for (verb,) in rows("pipeline.extract", "speech_verbs.tsv"))


def find_quotes(doc: Doc, part: Part) -> list[QuoteMention]:
    """Direct quotes of `doc` in text order, marks left out; sentence indexes count from the doc's first.

    A speech that goes on over paragraphs, each opened by a mark, is one quote a paragraph with one speaker.
    Words quoted one to three at a time without a verb of their own are no speech.
    """
    text = text_of(doc)
    spans = list(_quoted(text))
    if not spans:
        return []
    sentences = {sentence.start: i for i, sentence in enumerate(doc.sents)}
    found: list[QuoteMention] = []
    inside = [False] * len(text)
    for start, end, _ in spans:
        inside[start:end] = [True] * (end - start)
    for start, end, goes_on in spans:
        stretch = doc.char_span(start, end, alignment_mode="contract")
        if stretch is None or not _is_speech(stretch):
            continue
        speaker = _speaker(doc, stretch, inside, part, sentences)
        if goes_on and found:
            speaker = speaker or found[-1].speaker
            found[-1] = replace(found[-1], speaker=found[-1].speaker or speaker)
        span = Span(text[start:end], start, end, part)
        found.append(QuoteMention(span, sentences[stretch[0].sent.start], speaker))
    return _shared(found, text)


def _quoted(text: str) -> Iterator[tuple[int, int, bool]]:
    """Character spans between quotation marks, and whether the speech before goes on there.

    A mark that is not closed within its paragraph ends with it, if the next paragraph opens with a mark.
    """
    at, goes_on = 0, False
    while opening := MARK.search(text, at):
        at, mark = opening.start(), opening.group()
        closing = CLOSING[mark]
        if mark == '"' and not _opens(text, at):
            at += 1
            continue
        paragraph = text.find("\n", at)
        paragraph = len(text) if paragraph < 0 else paragraph
        end = text.find(closing, at + 1, min(paragraph, at + LONGEST))
        left_open = end < 0
        if left_open and text[paragraph:].lstrip()[:1] != mark:
            at, goes_on = at + 1, False
            continue
        end = paragraph if left_open else end
        start, stop = _trimmed(text, at + 1, end)
        if start < stop:
            yield start, stop, goes_on
        at, goes_on = end + 1, left_open


def _opens(text: str, at: int) -> bool:
    """Whether a straight mark opens a quote: nothing or a bracket before it, and no blank behind."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or not before.isalnum()) and bool(behind) and not behind.isspace()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_speech(stretch: Stretch) -> bool:
    words = [t for t in stretch if not t.is_punct]
    if len(words) > SCARE_WORDS:
        return True
    finite = any(t.tag_ in ("VBD", "VBP", "VBZ", "MD", "VB", "UH") for t in words)
    return bool(words) and (finite or stretch[-1].text in ".,!?") and words[0].text[:1].isupper()


def _speaker(
    doc: Doc, stretch: Stretch, inside: list[bool], part: Part, sentences: dict[int, int]
) -> Phrase | None:
    """Who says `stretch`: the subject of the nearest verb of saying outside quotes, or `according to`."""
    verbs = [t for t in _around(doc, stretch) if not inside[t.idx] and t.lemma_.lower() in speech_verbs()]
    for verb in sorted(verbs, key=lambda t: _distance(t, stretch)):
        subject = _subject(verb, inside)
        if subject is not None:
            return _phrase(subject, part, sentences)
    for token in _around(doc, stretch):
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            named = [t for t in doc[token.i + 1].children if t.dep_ == "pobj"]
            if named:
                return _phrase(named[0], part, sentences)
    return _before_colon(doc, stretch, part, sentences)


def _before_colon(doc: Doc, stretch: Stretch, part: Part, sentences: dict[int, int]) -> Phrase | None:
    """The short phrase and colon that a headline puts before what someone says."""
    i = stretch.start - 1
    while i >= 0 and (doc[i].is_space or doc[i].is_quote):
        i -= 1
    begin = doc[i].sent.start if i > 0 else 0
    if i < 1 or doc[i].text != ":" or i - begin > COLON_WORDS or not i - begin:
        return None
    nouns = [t for t in doc[begin:i] if t.pos_ in ("NOUN", "PROPN")]
    return _phrase(nouns[-1], part, sentences) if nouns else None


def _around(doc: Doc, stretch: Stretch) -> list[Token]:
    """The tokens of the sentences that the quote touches, and of the one behind if it begins at once."""
    first, last = stretch[0].sent, stretch[-1].sent
    end = last.end
    if end < len(doc) and stretch.end >= end - 2 and "\n" not in doc[stretch.end : end + 1].text:
        end = doc[end].sent.end
    begin = first.start
    if begin and stretch.start <= begin + 1 and doc[begin - 1].text in ":,":
        begin = doc[begin - 1].sent.start
    return [t for t in doc[begin:end] if not stretch.start <= t.i < stretch.end]


def _distance(token: Token, stretch: Stretch) -> int:
    return stretch.start - token.i if token.i < stretch.start else token.i - stretch.end + 1


def _subject(verb: Token, inside: list[bool]) -> Token | None:
    """The verb's own subject, or that of the verb it is joined to."""
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in SUBJECTS and not inside[child.idx]:
                return child
        if verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head.i == verb.i:
            break
        verb = verb.head
    after = verb.nbor() if verb.i + 1 < len(verb.doc) else None
    inverted = after is not None and (after.ent_type_ == "PERSON" or after.pos_ in ("PRON", "PROPN"))
    return after.head if inverted and after and after.dep_ == "compound" else after if inverted else None


def _phrase(head: Token, part: Part, sentences: dict[int, int]) -> Phrase:
    """The noun phrase of `head`: its determiners, modifiers, names and `of` parts; no clauses or asides."""
    tokens = [head]
    for child in head.children:
        joined = child.dep_ == "prep" and child.lower_ in ("of", "for") and child.i == head.i + 1
        if child.dep_ not in BARRED or joined:
            tokens.extend(child.subtree)
    left, right = min(t.i for t in tokens), max(t.i for t in tokens)
    stretch = head.doc[left : right + 1]
    word = Span(head.text, head.idx, head.idx + len(head.text), part)
    if head.ent_iob_ != "O":
        entity = next(e for e in head.doc.ents if e.start <= head.i < e.end)
        word = Span(entity.text, entity.start_char, entity.end_char, part)
    span = Span(stretch.text, stretch.start_char, stretch.end_char, part)
    return Phrase(span, word, sentences[head.sent.start], head.pos_ == "PRON")


def _shared(found: list[QuoteMention], text: str) -> list[QuoteMention]:
    """A part of a split quote that has no verb of its own takes the speaker of the part before it."""
    out: list[QuoteMention] = []
    for quote in found:
        if quote.speaker is None and out and out[-1].speaker:
            between = text[out[-1].span.end : quote.span.start]
            if "\n" not in between.strip('"”“» \n') and len(between) < 120:
                quote = QuoteMention(quote.span, quote.sentence, out[-1].speaker)
        out.append(quote)
    return out
