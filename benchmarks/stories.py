"""How the stories that are found depend on the threshold: quality over `--story-threshold`, on labelled sets.

    python -m benchmarks.stories SET [SET ...] [--from 0.15] [--to 0.35] [--step 0.01]

SET is a folder: `articles.jsonl` has id, title and text of each article in the order in which they come, and
`gold.jsonl` its id and either `story`, which gives B-cubed F1, or `related`, the ids of the articles that belong to
the same story, which gives F1 over pairs. A line is printed for each threshold; `~` is a bar for each set, from 0.5
to 1. What is drawn is flat where the threshold does not matter.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from connectors.records import Origin
from pipeline.fingerprint.core import fingerprint
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.group.transform import headline
from pipeline.records import Article, Fingerprint

BAR = 25
Row = dict[str, Any]


class LabelledSet:
    """The articles of a folder with their fingerprints, and the labels, by article."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.labels = {row["id"]: row for row in _rows(folder / "gold.jsonl")}
        self.articles: list[tuple[Article, Fingerprint]] = []
        for row in _rows(folder / "articles.jsonl"):
            article = Article(row["id"], row.get("title"), row["text"])
            self.articles.append((article, fingerprint(article)))

    def f1(self, threshold: float) -> float:
        """F1 of the stories that one pass finds."""
        index = Index("en", GroupSettings(story_threshold=threshold))
        found: dict[str, str] = {}
        for at, (article, mark) in enumerate(self.articles):
            decided, _ = index.decide(article.article_id, headline(article), mark, Origin("", 0, at), at)
            found[article.article_id] = decided.story_id
        pairs = any("related" in row for row in self.labels.values())
        return _pair_f1(self.labels, found) if pairs else _b_cubed_f1(self.labels, found)


def _pair_f1(labels: dict[str, Row], found: dict[str, str]) -> float:
    true = {frozenset((one, other)) for one, row in labels.items() for other in row["related"]}
    hits = sum(len({found[one] for one in pair}) == 1 for pair in true)
    guessed = sum(n * (n - 1) // 2 for n in Counter(found.values()).values())
    return 2 * hits / (guessed + len(true))


def _b_cubed_f1(labels: dict[str, Row], found: dict[str, str]) -> float:
    true = {one: row["story"] for one, row in labels.items()}
    both = Counter((true[one], found[one]) for one in true)
    stories, clusters = Counter(true.values()), Counter(found[one] for one in true)
    precision = sum(n * n / clusters[cluster] for (_, cluster), n in both.items()) / len(true)
    recall = sum(n * n / stories[story] for (story, _), n in both.items()) / len(true)
    return 2 * precision * recall / (precision + recall)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", metavar="SET", type=Path, nargs="+")
    parser.add_argument("--from", dest="least", type=float, default=0.15)
    parser.add_argument("--to", dest="most", type=float, default=0.35)
    parser.add_argument("--step", type=float, default=0.01)
    options = parser.parse_args(arguments)
    sets = [LabelledSet(folder) for folder in options.sets]
    print("threshold  " + "  ".join(f"{one.name:<{BAR + 6}}" for one in sets))
    for number in range(round((options.most - options.least) / options.step) + 1):
        threshold = options.least + number * options.step
        figures = [one.f1(threshold) for one in sets]
        print(f"{threshold:>9.3f}  " + "  ".join(f"{f:.3f} {_bar(f):<{BAR}}" for f in figures), flush=True)


def _bar(figure: float) -> str:
    return "~" * round(max(0.0, figure - 0.5) * 2 * BAR)


def _rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


if __name__ == "__main__":
    main()
