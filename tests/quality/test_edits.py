"""Whether copies of labelled news are found however syndication edits them, and no other article is taken for one."""

import json
import random
import re
from pathlib import Path

import pytest

from tests.pipeline.group.articles import Stream
from tests.pipeline.group.edits import EDITS, NOISE, found, updated

FOLDER = Path(__file__).parents[3] / "shared" / "eval" / "data" / "stories_dev"
LEAST = dict.fromkeys(EDITS, 0.98) | dict.fromkeys(NOISE, 0.9)
KINDS = EDITS | NOISE

if not FOLDER.is_dir():
    pytest.skip("the evaluation kit is not here", allow_module_level=True)


def _rows(file: str) -> list[dict[str, str]]:
    return [
        json.loads(line) for line in FOLDER.joinpath(file).read_text(encoding="utf-8").split("\n") if line
    ]


TEXTS = [row["text"] for row in _rows("articles.jsonl")]
STORIES = [row["story"] for row in _rows("gold.jsonl")]


@pytest.mark.parametrize("kind", KINDS)
def test_edited_copies_are_found_and_never_across_stories(kind: str) -> None:
    pairs = found(TEXTS, KINDS[kind])
    assert sum(original == copied for original, copied in pairs) / len(pairs) >= LEAST[kind]
    taken = [(at, copied) for at, (_, copied) in enumerate(pairs) if copied is not None]
    assert [(at, copied) for at, copied in taken if STORIES[at] != STORIES[copied]] == []


def test_other_articles_are_no_copies_unless_most_of_one_is_in_the_other() -> None:
    stream = Stream()
    given = [stream.give(text, name=str(at)) for at, text in enumerate(TEXTS)]
    copies = [(at, int(one.duplicate_of)) for at, one in enumerate(given) if one.duplicate_of is not None]
    assert [(at, of) for at, of in copies if STORIES[at] != STORIES[of]] == []
    assert len([(at, of) for at, of in copies if _contained(TEXTS[at], TEXTS[of]) < 0.5]) <= 1


@pytest.mark.parametrize(("share", "least"), [(1.0, 0.95), (0.5, 0.7)])
def test_a_report_with_new_figures_is_an_update_and_no_copy(share: float, least: float) -> None:
    texts = [text for text in TEXTS if len(set(re.findall(r"\d+", text))) >= 3]
    assert len(texts) >= 50
    flagged = 0
    for at, text in enumerate(texts):
        stream = Stream()
        stream.give(text)
        flagged += stream.give(updated(text, random.Random(at), share)).update_of == "a0"
    assert flagged / len(texts) >= least


def _contained(one: str, other: str) -> float:
    """The share of the smaller text's runs of five words that the larger has."""
    runs = [_runs(re.findall(r"\w+", text.lower())) for text in (one, other)]
    return len(runs[0] & runs[1]) / min(map(len, runs))


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[at:] for at in range(5)), strict=False))
