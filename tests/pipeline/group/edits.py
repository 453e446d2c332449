"""Articles as syndication hands them on, by kind of edit; the same for the same seed."""

import html
import random
import re
import string
from collections.abc import Callable

from pipeline.clean.core import CleanSettings, clean
from pipeline.records import Article
from tests.pipeline.group.articles import Stream

_SPELLINGS = {
    "organis": "organiz",
    "centre": "center",
    "labour": "labor",
    "defence": "defense",
    "metre": "meter",
}
_FILLER = (
    "Readers who want to follow the matter will find earlier reports in our archive. "
    "Our editors will add to this page as the day goes on."
)

Edit = Callable[[str, random.Random], str]


def _first(share: float) -> Edit:
    def cut(text: str, _: random.Random) -> str:
        words = text.split(" ")
        return " ".join(words[: round(len(words) * share)])

    return cut


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text)


def _dropped(text: str, chance: random.Random) -> str:
    return " ".join(sentence for sentence in _sentences(text) if chance.random() < 0.8)


def _reordered(text: str, chance: random.Random) -> str:
    sentences = _sentences(text)
    chance.shuffle(sentences)
    return " ".join(sentences)


def _american(text: str, _: random.Random) -> str:
    for british, american in _SPELLINGS.items():
        text = text.replace(british, american)
    return text


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
    "typography": lambda text, _: (
        text.replace("'", "’").replace(' "', " “").replace('"', "”").replace(" - ", " – ")
    ),
    "American spelling": _american,
    "paragraph added": lambda text, _: f"{text}\n{_FILLER}",
    "boilerplate": lambda text, _: (
        f"Home News World\n{text}\nSign up for our newsletter. All rights reserved."
    ),
    "page": _page,
}
NOISE: dict[str, Edit] = {
    "1 % of letters": _noisy(0.01),
    "3 % of letters": _noisy(0.03),
    "one word in ten": _replaced,
}


def recall(texts: list[str], edit: Edit) -> float:
    """The share of `texts` whose copy, edited, is found among them all. Raises AssertionError for a wrong original."""
    stream = Stream()
    for at, text in enumerate(texts):
        stream.give(text, name=str(at))
    found = 0
    for at, text in enumerate(texts):
        original = stream.give(_cleaned(edit(text, random.Random(at))), "Another headline").duplicate_of
        assert original in (None, str(at))
        found += original is not None
    return found / len(texts)


def _cleaned(text: str) -> str:
    page = text.startswith("<html>")
    article, _ = clean(
        Article("x", text=None if page else text, html=text if page else None), CleanSettings()
    )
    return article.text or ""
