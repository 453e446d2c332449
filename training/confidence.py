"""Fits the coder's confidence.

    python -m training.confidence --gsr DIR --topics DIR [--out FILE]

Examples are all that the coder takes for an event. In GSR a sentence has one type: what has that type holds, what
has another doesn't, and each counts twice, as these labels are made by hand and fewer. In the sentences filed under
a topic, which are only weakly labelled, nothing holds where the topic is an ordinary one, and the surest event
holds where it is conflict or foreign relations. Which is the surest, here and for what an event is beside, is judged
by the weights of the round before; the first round knows none and leaves both out.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.coder.clauses import clauses_of
from pipeline.extract.coder.confidence import BIAS, beside_the_surest, log_odds
from pipeline.extract.coder.events import Found, possible_events
from pipeline.extract.coder.nodes import sentences_of
from pipeline.extract.coder.roles import political_names
from pipeline.extract.model import PACKAGED_MODEL, load_model
from training.fitting import Example, cross_validated, fit, write
from training.labelled import articles_with_labels

OUT = Path("pipeline/extract/coder/data/confidence.tsv")
ORDINARY = frozenset({"sport", "arts", "science", "disaster", "business", "health"})
POLITICAL = frozenset({"conflict", "relations"})
YIELD = frozenset({"CONCEDE", "RETREAT"})

PENALTY = 4.0
GSR = 2.0
ROUNDS = 4

HEADER = """\
Weights of the logistic confidence, in log odds a feature; the features: confidence.py. Estimated by
    {command}
by ridge-penalised maximum likelihood from two sets, none of whose text is here:
  the gold standard records of PLOVER (openeventdata/PLOVER, CC BY-SA 4.0), the types of their sentences' events;
  Wikipedia's current-events portal (CC BY-SA 4.0), whose topics are weak labels: sentences on sport, arts,
  science, disasters, business and health have no event, those on conflict and foreign relations have one.
feature\tweight"""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article's sentences, each the features of its possible events and whether each holds.

    With `only_surest`, the article's surest event holds, and nothing is known of the others.
    """

    article: str
    sentences: Sequence[Sequence[tuple[Mapping[str, float], bool]]]
    weight: float = 1.0
    only_surest: bool = False


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
    labelled = [*typed(nlp, given.gsr), *by_topic(nlp, given.topics)]
    weights: dict[str, float] = {}
    for _ in range(ROUNDS):
        examples = examples_of(labelled, weights)
        weights = fit(examples, BIAS, PENALTY)
    report(examples)
    command = f"python -m training.confidence --gsr {given.gsr.name} --topics {given.topics.name}"
    write(given.out, HEADER.format(command=command).splitlines(), weights, BIAS)
    print(f"weights written to {given.out}")


def report(examples: Sequence[Example]) -> None:
    """Print how well weights do that were fitted without an example's own fold."""
    judged = cross_validated(examples, BIAS, PENALTY)
    print(f"{len(examples)} examples, {judged.truth.mean():.3f} hold; log loss {judged.log_loss:.3f}")
    for low, count, share in judged.by_tenths():
        print(f"  confidence {low:.1f} to {low + 0.1:.1f}: {count:5} events, {share:.2f} right")


def examples_of(labelled: Sequence[Labelled], weights: Mapping[str, float]) -> list[Example]:
    """The examples of all articles, by the `weights` of the round before, which may be empty."""
    return [example for one in labelled for example in _examples(one, weights)]


def _examples(one: Labelled, weights: Mapping[str, float]) -> list[Example]:
    found = [
        Example(features, holds, one.weight, one.article)
        for sentence in one.sentences
        for features, (_, holds) in zip(_beside([f for f, _ in sentence], weights), sentence, strict=True)
    ]
    if not one.only_surest:
        return found
    return [max(found, key=lambda e: log_odds(e.features, weights))] if weights and found else []


def _beside(
    several: Sequence[Mapping[str, float]], weights: Mapping[str, float]
) -> Sequence[Mapping[str, float]]:
    return beside_the_surest(several, weights) if weights else several


def typed(nlp: Language, folder: Path) -> list[Labelled]:
    """A set whose sentences have one event type each."""
    labelled = articles_with_labels(folder)
    found = events(nlp, [article.text or "" for article, _ in labelled])
    return [
        Labelled(
            article.article_id, [[(e.features, _holds(e, label["root"])) for e in s] for s in several], GSR
        )
        for (article, label), several in zip(labelled, found, strict=True)
    ]


def _holds(event: Found, root: str) -> bool:
    return event.reading.event_type in (YIELD if root == "YIELD" else {root})


def by_topic(nlp: Language, folder: Path) -> list[Labelled]:
    """A set whose sentences have a topic each: the ordinary and the political ones."""
    labelled = [
        (a, label) for a, label in articles_with_labels(folder) if label["topic"] in ORDINARY | POLITICAL
    ]
    found = events(nlp, [article.text or "" for article, _ in labelled])
    return [
        Labelled(
            article.article_id,
            [[(e.features, label["topic"] in POLITICAL) for e in s] for s in several],
            only_surest=label["topic"] in POLITICAL,
        )
        for (article, label), several in zip(labelled, found, strict=True)
    ]


def events(nlp: Language, texts: Sequence[str]) -> Iterator[list[list[Found]]]:
    """What may be an event in each sentence of each text."""
    return ([*_events(doc)] for doc in nlp.pipe(texts, batch_size=64))


def _events(doc: Doc) -> Iterator[list[Found]]:
    sentences = sentences_of(doc)
    names = political_names([node for nodes in sentences for node in nodes])
    for nodes in sentences:
        yield possible_events(nodes, clauses_of(nodes), names, nodes)


if __name__ == "__main__":
    main()
