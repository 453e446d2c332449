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
    end, function = 0, words("function")
    for at, word in enumerate(run):
        if word[0][0].isupper() and word.start() >= end and word[0].lower() not in function:
            match = _longest(text, run, at, known, capitals)
            if match is not None:
                yield match
                end = match.end


def _longest(text: str, run: list[Word], at: int, known: Gazetteer, capitals: bool) -> Match | None:
    """The longest match that starts with the word `at`."""
    start = run[at].start()
    shortest, *longer = _ends(text, run, at)
    for end in (*reversed(longer), shortest):
        name = text[start:end]
        if name.lower() in words("stop"):
            return None
        if match := _match(text, start, name, known, end == shortest and not capitals):
            return match
    return None


def _ends(text: str, run: list[Word], at: int) -> Iterator[int]:
    """Where the names that may start with the word `at` end, the shortest first."""
    end = run[at].end()
    yield end
    for word in run[at + 1 : at + LONGEST]:
        capital = word[0][0].isupper()
        if not (capital or word[0] in words("particle")) or text[end : word.start()] not in _JOINTS:
            return
        end = word.end()
        if capital:
            yield end


def _match(text: str, start: int, name: str, known: Gazetteer, abbreviated: bool) -> Match | None:
    end = start + len(name)
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
