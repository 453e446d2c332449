"""The words of a text, as truecasing looks at them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.known_names import WORD

DATELINE = 120  # characters from the start of a text within which a dash ends its dateline
GAP = 8  # characters between words that are looked at for the end of a sentence
NAME_RUN = 5  # words looked at together for names

_OPENING = re.compile(r"^[.!?][\"'”’)\]]*\s|\n\n|[,:] [\"“'‘]+$")
_GAP = re.compile(r"\W+$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as written, in lower case, where it starts, what stands before it.

    `opens` tells whether it opens a sentence, a paragraph, or speech behind a comma or colon.
    """

    text: str
    key: str
    start: int
    before: str
    opens: bool


def words_of(text: str) -> Iterator[Word]:
    """The words of `text` in order: runs of letters, and abbreviations with their points."""
    end, bracket_opens = 0, False
    for match in WORD.finditer(text):
        start, before = match.start(), text[end : match.start()]
        opens = not end or _OPENING.search(before) is not None
        opens = opens or (start < DATELINE and "--" in before) or ("]" in before and bracket_opens)
        if "[" in before:
            opens, bracket_opens = True, opens
        yield Word(match.group(), match.group().lower(), start, before, opens)
        end = match.end()


def opens(text: str, start: int) -> bool:
    """Whether the word at `start` opens a sentence, a paragraph, or speech, as far as the marks before it tell."""
    gap = _GAP.search(text, max(start - GAP, 0), start)
    return not start or (gap is not None and _OPENING.search(gap.group()) is not None)


def run(words: list[Word], i: int) -> list[str]:
    """The words from `i` on, in lower case, that only a blank, hyphen or point parts."""
    end = i + 1
    while end < len(words) and end - i < NAME_RUN and words[end].before in (" ", "-", ". "):
        end += 1
    return [word.key for word in words[i:end]]


def after_apostrophe(words: list[Word], i: int) -> bool:
    """Whether word `i` is an ending such as 's or 't, and not the rest of an O'Neill."""
    return i > 0 and words[i].before in ("'", "’") and words[i - 1].key not in ("o", "d")


def lower(word: str) -> str:
    """`word` in lower case, but for letters whose lower case is longer."""
    small = word.lower()
    if len(small) == len(word):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in word)


def capital(word: str) -> str:
    """`word`, which begins with a capital, with the rest in lower case."""
    return word[:1] + lower(word[1:])
