"""Time expressions: where they are, and the tense of the verb that governs them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache

from spacy.tokens import Doc
from spacy.tokens import Span as Words

from pipeline.enrich.times.words import expanded, time_word
from pipeline.extract.case_text import lower
from pipeline.extract.parsed import text_of
from pipeline.extract.tense import tense_of
from pipeline.records import Part, Span, TimeMention
from pipeline.tables import rows

YEAR_LEADS = re.compile(
    "about|after|and|around|before|between|by|during|early|for|from|in|late|mid|of|or|since|than|the|through|to|until"
)
BEFORE = {"phase": r"(?:(?:the )?{phase}[\s-](?:the )?)?", "amount": "(?:{amount} )?", "none": ""}
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
HOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
AGE = re.compile(r"\bold\b", re.IGNORECASE)
LETTERS = 3  # of the word at a place, by which the patterns to be tried there are chosen
OPENING = re.compile(rf"(?<![\w$£€'’-])(?:(?P<word>[a-z]{{1,{LETTERS}}})|[\d'])")
WINDOW = 30  # characters: how far an expression may reach from a word of time in it


def find_times(doc: Doc, part: Part) -> list[TimeMention]:
    """Time expressions of `doc` in text order. Sentence indexes count from the doc's first sentence.

    Expressions are found by `time_patterns.tsv`; what the language model calls a date or time and no pattern
    knows is taken too, and is left to the resolver to drop.
    """
    if not len(doc):
        return []
    text = text_of(doc)
    starts = [sentence.start for sentence in doc.sents]
    mentions = []
    for start, end in _spans(doc, text):
        words = doc.char_span(start, end, alignment_mode="expand")
        if words is not None:
            sentence = bisect_right(starts, words.start) - 1
            span = Span(text[start:end], start, end, part)
            mentions.append(TimeMention(span, sentence, tense_of(words)))
    return mentions


def _spans(doc: Doc, text: str) -> list[tuple[int, int]]:
    found = [(m.start(), m.end()) for m in _matches(doc, text)]
    taken = sorted(found)
    for entity in doc.ents:
        if entity.label_ not in ("DATE", "TIME") or AGE.search(entity.text) or _is_hour(entity):
            continue
        if not any(start < entity.end_char and entity.start_char < end for start, end in taken):
            found.append(_trimmed(entity))
    return sorted(found)


def _trimmed(entity: Words) -> tuple[int, int]:
    tokens = list(entity)
    while len(tokens) > 1 and tokens[0].pos_ in ("ADP", "PUNCT", "SCONJ"):
        tokens.pop(0)
    while len(tokens) > 1 and tokens[-1].pos_ in ("PUNCT", "PART"):
        tokens.pop()
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _matches(doc: Doc, text: str) -> Iterator[re.Match[str]]:
    low = lower(text)
    for start, end in _windows(low):
        behind = start
        for opening in OPENING.finditer(low, start, end):
            if opening.start() < behind:
                continue
            found = _match_at(low, opening.start(), end, opening["word"])
            if found is None:
                continue
            match, check = found
            behind = match.end()
            if check == "-" or CHECKS[check](doc, match):
                yield match


def _match_at(low: str, at: int, end: int, word: str | None) -> tuple[re.Match[str], str] | None:
    """The match of the first pattern that matches at `at`, and what is to be checked of it."""
    for pattern, check in _patterns().get(word, ()):
        if match := pattern.match(low, at, end):
            return match, check
    return None


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches around the words of time in a lower-case text, which are all that need be searched. They do not
    overlap."""
    start = end = -1
    for match in time_word().finditer(text):
        low, high = max(match.start() - WINDOW, 0), min(match.end() + WINDOW, len(text))
        low = max(text.rfind(" ", 0, low), 0)
        space = text.find(" ", high)
        high = space if space >= 0 else len(text)
        if low <= end:
            end = high
            continue
        if end > 0:
            yield start, end
        start, end = low, high
    if end > 0:
        yield start, end


@cache
def _patterns() -> dict[str | None, list[tuple[re.Pattern[str], str]]]:
    """The patterns that can match at a word that begins with the `LETTERS` of the key, or at a figure (None), and
    what is to be checked of each: those that hold such a word or a figure at all."""
    found: dict[str | None, list[tuple[re.Pattern[str], str]]] = {}
    for source, modifiers, check, _ in pattern_rows():
        written = _with_modifiers(source, modifiers)
        pattern = re.compile(rf"(?:{written})(?!\w|-[a-z])")
        words = re.findall("[a-z]+", re.sub(r"\\.", " ", written))
        openings: set[str | None] = {word[:LETTERS] for word in words}
        if r"\d" in written:
            openings.add(None)
        for opening in openings:
            found.setdefault(opening, []).append((pattern, check))
    return found


def pattern_rows() -> list[list[str]]:
    """The rows of `time_patterns.tsv`: pattern, modifiers, check, example."""
    return rows("pipeline.extract", "time_patterns.tsv")


def _with_modifiers(source: str, modifiers: str) -> str:
    before = BEFORE[modifiers]
    source = source.replace("~", r"[\s-]")
    return expanded(rf"{before}(?:{source})(?: {{after}}\b)?")


def _is_month(doc: Doc, match: re.Match[str]) -> bool:
    """A month's name, and not a verb or person: capitalised, and called a date or led by a preposition."""
    words = doc.char_span(match.start(), match.end(), alignment_mode="expand")
    if words is None or not words[-1].text[:1].isupper():
        return False
    if any(token.ent_type_ == "DATE" for token in words):
        return True
    return (
        words[-1].pos_ not in ("AUX", "VERB")
        and YEAR_LEADS.fullmatch(_lead(words)) is not None
        and not words[-1].ent_type_
    )


def _is_year(doc: Doc, match: re.Match[str]) -> bool:
    """A year, and not an amount or an hour: called a date, or led by a preposition and followed by no counted noun."""
    words = doc.char_span(match.start(), match.end(), alignment_mode="expand")
    if words is None or words[0].ent_type_ == "MONEY" or _is_hour(words):
        return False
    if any(token.ent_type_ == "DATE" for token in words):
        return True
    after = doc[words.end] if words.end < len(doc) else None
    counted = after is not None and (after.tag_ in ("NNS", "NN", "CD") or after.text == "%")
    lead = _lead(words)
    if counted:
        return lead == "the" or (
            lead in ("and", "or") and YEAR.fullmatch(doc[words.start - 2].text) is not None
        )
    return YEAR_LEADS.fullmatch(lead) is not None


def _is_hour(words: Words) -> bool:
    """An hour of the military clock, which can look like a year: "at 1805"."""
    last = words[-1]
    lead = words[0].lower_ if len(words) > 1 else _lead(words)
    return lead == "at" and HOUR.fullmatch(last.text) is not None and len(words) <= 2


def _is_noun(doc: Doc, match: re.Match[str]) -> bool:
    """A noun, called a date or standing free, and not part of a compound."""
    words = doc.char_span(match.start(), match.end(), alignment_mode="expand")
    if words is None or words[-1].pos_ not in ("NOUN", "PROPN"):
        return False
    return words[-1].dep_ != "compound" and (words[-1].ent_type_ in ("DATE", "TIME", ""))


def _is_adverb(doc: Doc, match: re.Match[str]) -> bool:
    words = doc.char_span(match.start(), match.end(), alignment_mode="expand")
    return words is not None and words[-1].pos_ == "ADV"


def _lead(words: Words) -> str:
    return words.doc[words.start - 1].lower_ if words.start else ""


CHECKS: dict[str, Callable[[Doc, re.Match[str]], bool]] = {
    "month": _is_month,
    "year": _is_year,
    "noun": _is_noun,
    "adverb": _is_adverb,
}
