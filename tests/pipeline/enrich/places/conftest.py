"""What the tests of places may use."""

import re
from collections.abc import Callable

import pytest

from pipeline.enrich.places import resolve_places
from pipeline.enrich.places.gazetteer import Gazetteer, gazetteer
from pipeline.records import Article, Extraction, Mention, Part, Place, Span

Locate = Callable[..., list[Place | None]]


def extraction_of(text: str, title: str, labels: dict[str, str]) -> Extraction:
    """An extraction with a sentence for each that ends in a period, and each name in `labels` as a mention."""
    named = re.compile("|".join(map(re.escape, sorted(labels, key=len, reverse=True))) or r"(?!)")
    sentences: list[Span] = []
    mentions: list[Mention] = []
    for part, content in ((Part.TITLE, title), (Part.TEXT, text)):
        for sentence in re.finditer(r"\S.*?(?:\.(?=\s[A-Z“])|$)", content, re.DOTALL):
            sentences.append(Span(sentence.group(), sentence.start(), sentence.end(), part))
            for name in named.finditer(sentence.group()):
                start = sentence.start() + name.start()
                span = Span(name.group(), start, start + len(name.group()), part)
                mentions.append(Mention(span, labels[name.group()], len(sentences) - 1))
    return Extraction(tuple(sentences), tuple(mentions))


@pytest.fixture(scope="session")
def known() -> Gazetteer:
    return gazetteer()


@pytest.fixture(scope="session")
def locate() -> Locate:
    """The places of a text in which the names given are entity mentions of the labels given."""

    def run(
        text: str, labels: dict[str, str] | None = None, title: str = "", home: str | None = None
    ) -> list[Place | None]:
        article = Article("a", title=title or None, text=text)
        return resolve_places(article, extraction_of(text, title, labels or {}), home)

    return run
