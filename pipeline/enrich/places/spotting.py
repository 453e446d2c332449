"""Runs of words that the gazetteer knows, longest first: what may be a toponym."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.enrich.places.gazetteer import Entry, Gazetteer
from pipeline.enrich.places.tables import words

LONGEST = 5
"""Words in the longest name looked up."""

LONGEST_CODE = 3
"""Letters in the longest run of capitals that is an abbreviation, not a word in capitals."""

_WORD = re.compile(
    r"(?:[A-Za-z]{1,2}\.\s?)?(?:[A-Z][a-z]?\.){1,3}(?![a-z])|[^\W\d_]+(?:['’ʼ](?!s\b)[^\W\d_]+)*"
)
Word = re.Match[str]
_JOINTS = frozenset((" ", "-", "\u00a0", "'", "’"))


@dataclass(frozen=True, slots=True)
class Match:
    """A run of words that names places. `demonym` tells that it names their people."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    demonym: bool = False


def split_words(text: str) -> list[Word]:
    """The words of `text`: runs of letters, and abbreviations with their periods ("U.S.", "W.Va.")."""
    return list(_WORD.finditer(text))


def matches(text: str, run: list[Word], known: Gazetteer, capitals: bool) -> Iterator[Match]:
    """What the gazetteer knows in `text`, in text order, without overlap.

    Where `capitals`, the text is in capitals throughout, and the case of a word tells nothing.
    """
    at = 0
    while at < len(run):
        match = _longest(text, run, at, known, capitals) if _may_start(run[at]) else None
        if match is None:
            at += 1
            continue
        yield match
        while at < len(run) and run[at].start() < match.end:
            at += 1


def _may_start(word: Word) -> bool:
    return word.string[word.start()].isupper() and word[0].lower() not in words("function")


def _longest(text: str, run: list[Word], at: int, known: Gazetteer, capitals: bool) -> Match | None:
    """The longest match that starts with the word `at`."""
    start = run[at].start()
    last = at
    while last + 1 < len(run) and last - at < LONGEST - 1 and _joined(text, run[last], run[last + 1]):
        last += 1
    for to in range(last, at - 1, -1):
        if not text[run[to].start()].isupper():
            continue
        alone = to == at
        if text[start : run[to].end()].lower() in words("stop"):
            return None
        if match := _match(text, start, run[to].end(), known, alone and not capitals):
            return match
    return None


def _match(text: str, start: int, end: int, known: Gazetteer, abbreviated: bool) -> Match | None:
    name = text[start:end]
    if abbreviated and (found := known.written(name)):
        return Match(start, end, found)
    if abbreviated and (found := known.written(f"{name}.")):
        return Match(start, end + (text[end : end + 1] == "."), found)
    if len(name) <= LONGEST_CODE and name.isupper():
        return None
    if found := known.peopled(name):
        return Match(start, end, found, demonym=True)
    if found := known.named(name):
        return Match(start, end, found)
    return None


def _joined(text: str, left: Word, right: Word) -> bool:
    """Whether two neighbouring words may belong to one name."""
    between = text[left.end() : right.start()]
    if not text[right.start()].isupper() and right[0] not in words("particle"):
        return False
    return between in _JOINTS
