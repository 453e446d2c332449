"""Fits what speaks for a name being a toponym.

    python -m training.toponyms --lgl DIR --trnews DIR [--out FILE]

Examples are the runs of words that the gazetteer knows in the articles' texts; what overlaps a labelled toponym
holds. An example of TR-News, the smaller set, counts 2.5 times, so that both sets count about alike. What holds
for fewer than 8 runs of words gets no weight.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import Any

from spacy.language import Language

from pipeline.enrich.places.evidence import features, surroundings
from pipeline.enrich.places.gazetteer import gazetteer
from pipeline.enrich.places.resolve import ACCEPT, at_first, sightings_of, streets_of
from pipeline.extract.core import extract
from pipeline.extract.model import PACKAGED_MODEL, load_model
from pipeline.records import Article, Extraction, Part
from training.fitting import Example, Judged, cross_validated, fit, judge, write
from training.labelled import articles_with_labels

OUT = Path("pipeline/enrich/places/weights.tsv")
BIAS = "always"
PENALTY = 1.0
TRNEWS = 2.5
RARE = 8

HEADER = """\
Evidence for a run of words that the gazetteer knows being a toponym, in log odds. Estimated by
    {command}
by ridge-penalised logistic regression from the toponym annotations of LGL and TR-News as published in
milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation (repository under GPL-3.0). The weights are numbers
estimated from those annotations; they hold none of their text.
what holds for the run of words (see evidence.py)\tweight"""


def main() -> None:
    """Fit, print how well the weights do across folds, and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lgl", type=Path, required=True)
    parser.add_argument("--trnews", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    nlp = load_model(PACKAGED_MODEL)
    lgl, trnews = examples(nlp, given.lgl, 1.0), examples(nlp, given.trnews, TRNEWS)
    both = common([*lgl, *trnews])
    print(f"folds of both sets: {_line(cross_validated(both, BIAS, PENALTY))}")
    print(f"trained on LGL, seen on TR-News: {_line(judge(trnews, fit(lgl, BIAS, PENALTY), BIAS))}")
    print(f"trained on TR-News, seen on LGL: {_line(judge(lgl, fit(trnews, BIAS, PENALTY), BIAS))}")
    command = f"python -m training.toponyms --lgl {given.lgl.name} --trnews {given.trnews.name}"
    write(given.out, HEADER.format(command=command).splitlines(), fit(both, BIAS, PENALTY), BIAS)
    print(f"weights written to {given.out}")


def _line(judged: Judged) -> str:
    return f"{len(judged.truth)} examples, log loss {judged.log_loss:.3f}, F1 {judged.f1(ACCEPT):.3f}"


def examples(nlp: Language, folder: Path, weight: float) -> list[Example]:
    """The examples of a set, each of `weight`."""
    found: list[Example] = []
    for batch in batched(articles_with_labels(folder), 32):
        extractions = extract(nlp, [article for article, _ in batch])
        for (article, label), extraction in zip(batch, extractions, strict=True):
            found += _examples(article, extraction, label["places"], weight)
    return found


def _examples(
    article: Article, extraction: Extraction, toponyms: Sequence[dict[str, Any]], weight: float
) -> Iterator[Example]:
    texts = {Part.TITLE: article.title or "", Part.TEXT: article.text or ""}
    around = surroundings(extraction.mentions, texts.values())
    seen = sightings_of(texts, extraction, gazetteer(), streets_of(texts))
    for sighting, sense, area in at_first(seen):
        if sighting.part is Part.TEXT:
            start, end = sighting.match.start, sighting.match.end
            holds = any(start < t["end"] and t["start"] < end for t in toponyms)
            found = dict.fromkeys(features(sighting, sense, area, around), 1.0)
            yield Example(found, holds, weight, article.article_id)


def common(found: Sequence[Example]) -> list[Example]:
    """The examples without the features that fewer than `RARE` of them have."""
    counts = Counter(name for example in found for name in example.features)
    return [
        Example(
            {name: value for name, value in e.features.items() if counts[name] >= RARE},
            e.holds,
            e.weight,
            e.article,
        )
        for e in found
    ]


if __name__ == "__main__":
    main()
