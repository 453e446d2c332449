"""Articles as syndication hands them on, by kind of edit; the same for the same seed."""

import html
import random
import re
import string
from collections.abc import Callable

from pipeline.clean.core import CleanSettings, clean
from pipeline.records import Article
from tests.pipeline.group.articles import Stream

_SPELLINGS = [
    (r"(\w)is(e|ed|es|ing|ation)\b", r"\1iz\2"),
    (r"(\w{2})our\b", r"\1or"),
    (r"(\w)tre\b", r"\1ter"),
    (r"(\w)ence\b", r"\1ense"),
    (r"(\w)lled\b", r"\1led"),
    (r"per cent\b", "percent"),
    (r"\bMr\. ", "Mr "),
]
_FILLER = (
    "Readers who want to follow the matter will find earlier reports in our archive. "
    "Our editors will add to this page as the day goes on."
)

_LOOKALIKES = {
    "rn": "m",
    "m": "rn",
    "l": "1",
    "i": "l",
    "o": "0",
    "e": "c",
    "a": "o",
    "h": "b",
    "s": "5",
    "t": "f",
}
_LOOKALIKES |= {"u": "n", "c": "e", "g": "q", "1": "l", "0": "O", "5": "S", "8": "B"}
_MISREAD = 0.045  # two thirds of the characters of a text look like others

Edit = Callable[[str, random.Random], str]


def _first(share: float) -> Edit:
    def cut(text: str, _: random.Random) -> str:
        words = text.split(" ")
        return " ".join(words[: round(len(words) * share)])

    return cut


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def _dropped(text: str, chance: random.Random) -> str:
    sentences = _sentences(text)
    return " ".join(s for s in sentences if chance.random() < 0.8) or sentences[0]


def _reordered(text: str, chance: random.Random) -> str:
    sentences = _sentences(text)
    chance.shuffle(sentences)
    return " ".join(sentences)


def _american(text: str, _: random.Random) -> str:
    for british, american in _SPELLINGS:
        text = re.sub(british, american, text)
    return text


def _typeset(text: str, _: random.Random) -> str:
    text = re.sub(r"(?<!\w)[\"“](?=\w)", "«", text.replace("'", "’").replace(" - ", " – "))
    return re.sub(r"[\"”]", "»", text).replace("...", "…")


def _misread(text: str, chance: random.Random) -> str:
    """`text` as a scanner reads it: three in a hundred of the letters and figures taken for what looks alike."""

    def read(match: re.Match[str]) -> str:
        seen = match.group()
        return _LOOKALIKES[seen] if chance.random() < _MISREAD else seen

    return re.sub("|".join(_LOOKALIKES), read, text)


def updated(text: str, chance: random.Random, share: float = 1.0) -> str:
    """`text` with other figures for the given share of its numbers, and for nothing else."""

    def other(match: re.Match[str]) -> str:
        if chance.random() >= share:
            return match.group()
        return "".join(
            str((int(c) + chance.randint(1, 8)) % 9 + 1) if c.isdigit() else c for c in match.group()
        )

    return re.sub(r"\d[\d.,]*\d|\d", other, text)


def _page(text: str, _: random.Random) -> str:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    return f"<html><body><article>{body}</article></body></html>"


def _noisy(share: float) -> Edit:
    def spoil(text: str, chance: random.Random) -> str:
        return "".join(
            chance.choice(string.ascii_lowercase) if c.isalpha() and chance.random() < share else c
            for c in text
        )

    return spoil


def _replaced(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    return " ".join(chance.choice(words) if chance.random() < 0.1 else word for word in words)


EDITS: dict[str, Edit] = {
    "agency and byline": lambda text, _: f"CALVER (Example Agency) - {text}\nReporting by Ana Silva",
    "another headline": lambda text, _: text,
    "first half": _first(1 / 2),
    "first third": _first(1 / 3),
    "sentences dropped": _dropped,
    "sentences reordered": _reordered,
    "typography": _typeset,
    "upper case": lambda text, _: text.upper(),
    "American spelling": _american,
    "paragraph added": lambda text, _: f"{text}\n{_FILLER}",
    "paragraph put before": lambda text, _: f"{_FILLER}\n{text}",
    "boilerplate": lambda text, _: (
        f"Home News World\n{text}\nSign up for our newsletter. All rights reserved."
    ),
    "page": _page,
}
NOISE: dict[str, Edit] = {
    "1 % of letters": _noisy(0.01),
    "3 % of letters": _noisy(0.03),
    "3 % of characters misread": _misread,
    "one word in ten": _replaced,
}


def found(texts: list[str], edit: Edit) -> list[tuple[int, int | None]]:
    """For each of `texts` its number, or that of the earlier one that it copies, and what its own copy, edited,
    is taken for a copy of: a number too, or None."""
    stream = Stream()
    given = [int(stream.give(text, name=str(at)).duplicate_of or at) for at, text in enumerate(texts)]
    pairs: list[tuple[int, int | None]] = []
    for at, (text, original) in enumerate(zip(texts, given, strict=True)):
        edited = _cleaned(edit(text, random.Random(at)))
        taken_for = stream.give(edited, "Another headline", name=f"edit of {original}").duplicate_of
        pairs.append((original, None if taken_for is None else int(taken_for.split()[-1])))
    return pairs


def recall(texts: list[str], edit: Edit) -> float:
    """The share of `texts` whose copy, edited, is found among them all."""
    pairs = found(texts, edit)
    return sum(original == copied for original, copied in pairs) / len(pairs)


def _cleaned(text: str) -> str:
    page = text.startswith("<html>")
    article, _ = clean(
        Article("x", text=None if page else text, html=text if page else None), CleanSettings()
    )
    return article.text or ""
