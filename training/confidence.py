"""Fits the coder's confidence.

    python -m training.confidence --gsr DIR --topics DIR [--out FILE]

Examples are all that the coder takes for an event. In GSR a sentence has one type: what has that type holds, what
has another doesn't, and each counts twice, as these labels are made by hand and fewer. In the sentences filed under
a topic, which are only weakly labelled, nothing holds where the topic is an ordinary one, and the surest event
holds where it is conflict or foreign relations; which is the surest is judged by weights fitted to all the rest.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.coder.clauses import clauses_of
from pipeline.extract.coder.events import Found, possible_events
from pipeline.extract.coder.roles import political_names
from pipeline.extract.coder.tree import nodes_of
from pipeline.extract.model import PACKAGED_MODEL, load_model
from training.fitting import Example, cross_validated, fit, judge, write
from training.labelled import articles_with_labels

OUT = Path("pipeline/extract/coder/data/confidence.tsv")
BIAS = "bias"
ORDINARY = frozenset({"sport", "arts", "science", "disaster", "business", "health"})
POLITICAL = frozenset({"conflict", "relations"})
YIELD = frozenset({"CONCEDE", "RETREAT"})

PENALTY = 3.0
GSR = 2.0

HEADER = """\
Weights of the logistic confidence, in log odds a feature; the features: confidence.py. Estimated by
    {command}
by ridge-penalised maximum likelihood from two sets, none of whose text is here:
  the gold standard records of PLOVER (openeventdata/PLOVER, CC BY-SA 4.0), the types of their sentences' events;
  Wikipedia's current-events portal (CC BY-SA 4.0), whose topics are weak labels: sentences on sport, arts,
  science, disasters, business and health have no event, those on conflict and foreign relations have one.
feature\tweight"""


def main() -> None:
    """Fit, print how well the weights do across folds, and write them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gsr", type=Path, required=True, help="labelled with types")
    parser.add_argument("--topics", type=Path, required=True, help="labelled with topics")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    nlp = load_model(PACKAGED_MODEL)
    examples = [*typed(nlp, given.gsr), *unpolitical(nlp, given.topics)]
    examples += surest(political(nlp, given.topics), fit(examples, BIAS, PENALTY))
    report(examples)
    command = f"python -m training.confidence --gsr {given.gsr.name} --topics {given.topics.name}"
    write(given.out, HEADER.format(command=command).splitlines(), fit(examples, BIAS, PENALTY), BIAS)
    print(f"weights written to {given.out}")


def report(examples: Sequence[Example]) -> None:
    """Print how well weights do that were fitted without an example's own fold."""
    judged = cross_validated(examples, BIAS, PENALTY)
    print(f"{len(examples)} examples, {judged.truth.mean():.3f} hold; log loss {judged.log_loss:.3f}")
    for low, count, share in judged.by_tenths():
        print(f"  confidence {low:.1f} to {low + 0.1:.1f}: {count:5} events, {share:.2f} right")


def events(nlp: Language, texts: Sequence[str]) -> Iterator[list[Found]]:
    """What may be an event in each text."""
    return (list(_events(doc)) for doc in nlp.pipe(texts, batch_size=64))


def _events(doc: Doc) -> Iterator[Found]:
    sentences = [nodes_of(sentence) for sentence in doc.sents]
    names = political_names([node for nodes in sentences for node in nodes])
    for nodes in sentences:
        yield from possible_events(nodes, clauses_of(nodes), names, nodes)


def typed(nlp: Language, folder: Path) -> list[Example]:
    """Examples from a set whose sentences have one event type each."""
    labelled = articles_with_labels(folder)
    found = events(nlp, [article.text or "" for article, _ in labelled])
    return [
        _typed(event, label["root"], article.article_id)
        for (article, label), several in zip(labelled, found, strict=True)
        for event in several
    ]


def _typed(event: Found, root: str, article: str) -> Example:
    holds = event.reading.event_type in (YIELD if root == "YIELD" else {root})
    return Example(event.features, holds, GSR, article)


def unpolitical(nlp: Language, folder: Path) -> list[Example]:
    """Examples of what is no event, from a set whose sentences have a topic each."""
    return [
        Example(features, holds=False, article=article)
        for article, several in _of_topics(nlp, folder, ORDINARY)
        for features in several
    ]


def political(nlp: Language, folder: Path) -> list[list[Example]]:
    """For each sentence on conflict or relations, all that may be an event in it."""
    return [
        [Example(features, holds=True, article=article) for features in several]
        for article, several in _of_topics(nlp, folder, POLITICAL)
        if several
    ]


def _of_topics(
    nlp: Language, folder: Path, topics: frozenset[str]
) -> Iterator[tuple[str, list[dict[str, float]]]]:
    labelled = [(a, label) for a, label in articles_with_labels(folder) if label["topic"] in topics]
    found = events(nlp, [article.text or "" for article, _ in labelled])
    for (article, _), several in zip(labelled, found, strict=True):
        yield article.article_id, [event.features for event in several]


def surest(sentences: Sequence[Sequence[Example]], weights: dict[str, float]) -> list[Example]:
    """Of each sentence the example to which `weights` give the highest chance, the first of equals."""
    chances = [judge(sentence, weights, BIAS).chances.tolist() for sentence in sentences]
    return [s[c.index(max(c))] for s, c in zip(sentences, chances, strict=True)]


if __name__ == "__main__":
    main()
