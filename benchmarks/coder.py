"""What the event coder costs beside the language model: its time over that of the model, on the same articles.

    python -m benchmarks.coder [ARTICLES.jsonl] [--articles 150] [--rounds 5] [--json PATH]

Each round times the model and then all else, so that a machine that slows down slows both. A ratio of a round is the
CPU time of a part over that of the model; printed are the least, the median and the most. `all` is the
whole of `extract` without the model; what it holds beside the parts named is links, mentions and records.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks import articles as source
from benchmarks.report import emit, parser, rows
from benchmarks.rounds import spread
from pipeline.decode.dates import read_date
from pipeline.extract.casing import truecased
from pipeline.extract.coder import code
from pipeline.extract.core import extract
from pipeline.extract.everyday import everyday_words
from pipeline.extract.model import PACKAGED_MODEL, model_path
from pipeline.extract.quotes import find_quotes
from pipeline.extract.times import find_times
from pipeline.records import Article, Part


class Parsed:
    """A model that has parsed already."""

    def __init__(self, nlp: Language, docs: Sequence[Doc]) -> None:
        self.nlp, self.docs = nlp, docs

    def __getattr__(self, name: str) -> Any:
        return getattr(self.nlp, name)

    def pipe(self, *_: Any, **__: Any) -> Iterator[Doc]:
        """The docs, whatever texts are given."""
        return iter(self.docs)

    def memory_zone(self) -> AbstractContextManager[None]:
        """None, as the docs stay."""
        return nullcontext()


def seconds(work: Callable[[], object]) -> float:
    """CPU time of `work`."""
    start = time.process_time()
    work()
    return time.process_time() - start


def ratios(nlp: Language, articles: Sequence[Article]) -> dict[str, float]:
    """Of one round: part → its time over that of the model."""
    pairs = [(a.title or "", a.text or "") for a in articles]
    everyday = everyday_words(nlp)
    texts = [part for pair in pairs for part in truecased(*pair, everyday)]
    docs: list[Doc] = []
    model = seconds(lambda: docs.extend(nlp.pipe(texts, batch_size=64)))
    parsed = cast(Language, Parsed(nlp, docs))
    works: dict[str, Callable[[], object]] = {
        "casing": lambda: [truecased(*pair, everyday) for pair in pairs],
        "code": lambda: [code(doc, Part.TEXT) for doc in docs],
        "times": lambda: [find_times(doc, Part.TEXT) for doc in docs],
        "quotes": lambda: [find_quotes(doc, Part.TEXT) for doc in docs],
        "all": lambda: extract(parsed, articles),
    }
    return {name: seconds(work) / model for name, work in works.items()}


def read_articles(path: Path, count: int) -> list[Article]:
    """`count` articles: those of a file, and those retold (`benchmarks.articles`)."""
    return [_article(fields) for fields in source.articles(path, count)]


def _article(fields: dict[str, Any]) -> Article:
    day = fields.get("published_at")
    when = read_date(day) if day else None
    return Article(fields["id"], fields.get("title"), fields["text"], published_at=when)


def main() -> None:
    """Time the rounds, and print a line a part."""
    arguments = parser(__doc__, articles=150)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    nlp, articles = spacy.load(model_path(PACKAGED_MODEL)), read_articles(given.path, given.articles)
    ratios(nlp, articles[:5])  # reads the tables
    found = spread([ratios(nlp, articles) for _ in range(given.rounds)])
    emit("coder", given, found, rows(found))


if __name__ == "__main__":
    main()
