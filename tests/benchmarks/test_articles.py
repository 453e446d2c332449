"""The articles of benchmarks are what they are said to be: unlike each other, or copies."""

import json
from pathlib import Path

import pytest

from benchmarks.articles import Told, articles
from connectors.records import Origin
from pipeline.fingerprint.core import fingerprint
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.records import Article

COUNT = 120
TEXTS = (
    "The minister of Chile met the envoy of Peru in Lima on Monday. They talked about a railway. "
    "It has been closed for ten years, and nobody has repaired the bridge over the river.",
    "Police in Oslo arrested four men after a theft at the port. A court will hear them next week. "
    "The owner of the ship said that the cargo had been copper and old machines from Norway.",
    "About 300 dock workers protested in Valparaíso against a new tax. The union wants talks with the government. "
    "The harbour was closed for six hours, and two ships left for Callao with their cargo.",
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("articles") / "articles.jsonl"
    rows = [{"title": f"Report {n}", "text": text, "source": "paper"} for n, text in enumerate(TEXTS)]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def copies(told: list[Told]) -> set[str]:
    """The ids of those that grouping finds to be copies."""
    index, found = Index("en", GroupSettings()), set()
    for number, each in enumerate(told):
        article = Article(each["id"], each["title"], each["text"])
        decided, _ = index.decide(
            each["id"], each["title"], fingerprint(article), Origin("t", 0, number), number
        )
        if decided.duplicate_of is not None:
            found.add(each["id"])
    return found


def test_many_of_few_are_copies_of_none(file: Path) -> None:
    told = list(articles(file, COUNT))
    assert len(told) == COUNT
    assert [each["text"] for each in told[: len(TEXTS)]] == list(TEXTS)
    assert copies(told) == set()


def test_retold_articles_keep_what_is_no_name_noun_or_adjective(file: Path) -> None:
    retold = list(articles(file, 2 * len(TEXTS)))[len(TEXTS) :]
    for before, after in zip(TEXTS, retold, strict=True):
        assert after["text"].count(". ") == before.count(". ")
        assert len(after["text"].split()) == len(before.split())
    assert " talked about a " in retold[0]["text"]


def test_a_share_are_copies_and_found_to_be(file: Path) -> None:
    told = list(articles(file, COUNT, copies=0.3))
    meant = {each["id"] for each in told if each["title"].startswith("Wire report")}
    assert 0.2 * COUNT < len(meant) < 0.4 * COUNT
    assert copies(told) == meant


def test_the_same_each_time(file: Path) -> None:
    assert list(articles(file, 20, copies=0.3)) == list(articles(file, 20, copies=0.3))


@pytest.mark.parametrize("words", [10, 40, 200])
def test_texts_of_a_length(file: Path, words: int) -> None:
    for each in articles(file, 6, words=words):
        assert words <= len(each["text"].split()) < words + 25
