"""Lines that come with every article of a publisher, taken off the ends of the text."""

import functools
import re
from dataclasses import dataclass

from pipeline import tables

_MAX_CHARS = 400
_MAX_TAIL_LINES = 15
_MAX_LINK_CHARS = 150
_SENTENCE_END = re.compile(r"""[.!?]["')]*$""")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a whole line must match: at the start of a text, at its end, anywhere, or as heading of links."""

    start: tuple[re.Pattern[str], ...]
    end: tuple[re.Pattern[str], ...]
    any: tuple[re.Pattern[str], ...]
    tail: tuple[re.Pattern[str], ...]


def rows() -> list[tuple[str, str, str]]:
    """The rows of ``boilerplate.tsv``: where, pattern, example."""
    found = tables.rows("pipeline.clean", "boilerplate.tsv")
    return [(where, pattern, example) for where, pattern, example in found]


@functools.cache
def patterns() -> Patterns:
    """The patterns of ``boilerplate.tsv``, compiled."""
    by_where: dict[str, list[re.Pattern[str]]] = {"start": [], "end": [], "any": [], "tail": []}
    for wheres, pattern, _ in rows():
        for where in wheres.split(","):
            by_where[where].append(re.compile(pattern))
    return Patterns(**{where: tuple(found) for where, found in by_where.items()})


def without_boilerplate(lines: list[str], title: str | None) -> list[str]:
    """`lines` without the title repeated at the start, and without boilerplate.

    A line goes only if all of it is boilerplate: off the ends until a line of the story comes, and, for link
    lines that stand between paragraphs, anywhere.
    """
    known = patterns()
    lines = [line for line in lines if not _matches(line, known.any)]
    lines = _without_tail(lines, known.tail)
    first, last = 0, len(lines)
    while first < last and _matches(lines[first], known.start):
        first += 1
    if last - first > 1 and _is_title(lines[first], title):
        first += 1
        while first < last and _matches(lines[first], known.start):
            first += 1
    while last > first and _matches(lines[last - 1], known.end):
        last -= 1
    return lines[first:last]


def removed(lines: list[str], title: str | None) -> list[tuple[str, str]]:
    """The lines that `without_boilerplate` leaves out, in order, each with what it was taken for."""
    kept = without_boilerplate(lines, title)
    gone, at = [], 0
    for line in lines:
        if at < len(kept) and line == kept[at]:
            at += 1
        else:
            gone.append((line, _taken_for(line, title)))
    return gone


def _taken_for(line: str, title: str | None) -> str:
    for where, pattern, example in rows():
        if re.fullmatch(pattern, line):
            return f"boilerplate.tsv: {where}, as “{example}”"
    return "the title" if _is_title(line, title) else "a link below a heading of links"


def _matches(line: str, candidates: tuple[re.Pattern[str], ...]) -> bool:
    return len(line) <= _MAX_CHARS and any(pattern.fullmatch(line) for pattern in candidates)


def _is_title(line: str, title: str | None) -> bool:
    return title is not None and _words(line) == _words(title)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _without_tail(lines: list[str], headings: tuple[re.Pattern[str], ...]) -> list[str]:
    """`lines` up to the first heading that is followed by nothing but links: short lines, no sentences."""
    for at in range(max(1, len(lines) - _MAX_TAIL_LINES), len(lines)):
        if _matches(lines[at], headings) and all(map(_is_link, lines[at + 1 :])):
            return lines[:at]
    return lines


def _is_link(line: str) -> bool:
    return len(line) <= _MAX_LINK_CHARS and not _SENTENCE_END.search(line)
