"""Milliseconds of each step an article takes, one step after the other over the same articles, in one process.

    python -m benchmarks.steps [ARTICLES.jsonl] [--articles 150] [--rounds 3] [--json PATH]

CPU time, but for `commit`, which waits for a real broker: time by the clock of its transactions. `extract` is shown
by its parts: the language model, the event coder, times, quotes, casing; its rest is links, mentions and records. Each
round goes through all steps; the first fifth of the articles goes ahead untimed, so that caches are as in a stream.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from kafka import TopicPartition
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.articles import Told, articles
from benchmarks.coder import Parsed, seconds
from benchmarks.report import emit, parser, rows
from benchmarks.rounds import WARM, spread
from benchmarks.runs import BUNDLE, Run
from connectors.kafka.sink import limit_bytes
from connectors.kafka.writers import TransactionalWriter
from connectors.records import Committable, Origin, SourceRecord
from deploy.kafka.broker import Broker
from pipeline.clean.transform import Clean
from pipeline.commit import CommitSettings, IndexRecords, Topics, committable
from pipeline.decode.transform import decoded
from pipeline.encode import Encoder
from pipeline.enrich.ready import ready
from pipeline.enrich.transform import Enrich
from pipeline.extract.casing import truecased
from pipeline.extract.coder import code
from pipeline.extract.core import extract
from pipeline.extract.everyday import everyday_words
from pipeline.extract.model import PACKAGED_MODEL, load_model
from pipeline.extract.quotes import find_quotes
from pipeline.extract.times import find_times
from pipeline.fingerprint.transform import Fingerprint
from pipeline.group.index import Index
from pipeline.group.transform import grouped
from pipeline.options import OPTIONS
from pipeline.records import Item, Part
from pipeline.settings import Steps, steps

T = TypeVar("T")
TITLE_CASE = {"id": "first", "title": "Ministers Meet Envoys In Geneva On Friday"}


class Clock:
    """Milliseconds an article by step."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.spent: dict[str, float] = {}

    def time(self, step: str, work: Callable[[], T]) -> T:
        """What `work` gives; its CPU time goes to `step`."""
        found: list[T] = []
        self.put(step, seconds(lambda: found.append(work())))
        return found[0]

    def put(self, step: str, spent: float) -> None:
        """Seconds that a step took."""
        self.spent[step] = 1000 * spent / self._count


class Way:
    """The way of articles from bytes to a broker."""

    def __init__(self, nlp: Language, run: Run) -> None:
        defaults = SimpleNamespace(**{option.key: option.default for option in OPTIONS})
        self._nlp, self._steps = nlp, cast(Steps, steps(defaults))
        names = {name.replace("-", "_"): topic for name, topic in run.outputs.items()}
        topics = Topics(names["events"], names["enriched"], names["dead_letter"], names["index"])
        limit = partial(limit_bytes, run.settings)
        version = self._steps.enrich.model_version
        self._commit = CommitSettings(topics, Encoder(), version, cast(Any, None), limit)
        self._writer = TransactionalWriter(run.settings, TopicPartition(run.input, 0))
        self._index = Index("en", self._steps.group)
        self._next = 0

    def went(self, told: Sequence[Told]) -> dict[str, float]:
        """Milliseconds an article of each step."""
        clock, made = Clock(len(told)), self._steps
        records = [self._record(json.dumps(article).encode()) for article in told]
        items = clock.time("decode", lambda: [decoded(record, made.decode) for record in records])
        items = clock.time("clean", lambda: Clean(made.clean)(items))
        items = clock.time("fingerprint", lambda: Fingerprint()(items))
        items = clock.time(
            "group", lambda: [item.stepped("group", lambda i: grouped(i, self._index)) for item in items]
        )
        items = self._extracted(items, clock)
        items = clock.time("enrich", lambda: Enrich(made.enrich)(items))
        outputs = clock.time("encode", lambda: [committable(item, self._commit) for item in items])
        began = time.monotonic()
        for first in range(0, len(outputs), BUNDLE):
            self._write(outputs[first : first + BUNDLE])
        clock.put("commit", time.monotonic() - began)
        return clock.spent

    def _record(self, value: bytes) -> SourceRecord:
        self._next += 1
        return SourceRecord(Origin("articles", 0, self._next), self._next, 1000 * self._next, None, value)

    def _extracted(self, items: Sequence[Item], clock: Clock) -> Sequence[Item]:
        open_ = [item for item in items if not item.settled and item.article]
        given = [item.article for item in open_ if item.article]
        everyday = everyday_words(self._nlp)
        pairs = [(article.title or "", article.text or "") for article in given]
        texts = clock.time(
            "extract: casing", lambda: [part for pair in pairs for part in truecased(*pair, everyday)]
        )
        docs = clock.time("extract: model", lambda: list(self._nlp.pipe(texts, batch_size=64)))
        for name, work in _PARTS.items():
            clock.time(f"extract: {name}", lambda work=work: [work(doc) for doc in docs])
        parsed = cast(Language, Parsed(self._nlp, docs))
        found = clock.time("extract: rest", lambda: extract(parsed, given))
        parts = [f"extract: {name}" for name in (*_PARTS, "casing")]
        clock.spent["extract: rest"] -= sum(clock.spent[part] for part in parts)
        results = iter(found)
        return [item if item.settled else replace(item, extraction=next(results)) for item in items]

    def _write(self, made: Sequence[Committable]) -> None:
        outputs = [output for each in made for output in each.outputs]
        memos = [each.memo for each in made if each.memo is not None]
        outputs += IndexRecords(self._commit.topics.index)(memos)
        self._writer.write(outputs, made[-1].origin.offset + 1)


_PARTS: dict[str, Callable[[Doc], object]] = {
    "coder": lambda doc: code(doc, Part.TEXT),
    "times": lambda doc: find_times(doc, Part.TEXT),
    "quotes": lambda doc: find_quotes(doc, Part.TEXT),
}


def main() -> None:
    """Time the rounds, and print a line a step."""
    arguments = parser(__doc__, articles=150)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    told = list(articles(given.path, given.articles * given.rounds))
    nlp, warm = load_model(PACKAGED_MODEL), int(WARM * given.articles)
    ready()
    rounds = []
    with Broker() as broker:
        Way(nlp, Run(broker.bootstrap_servers, ())).went([told[0] | TITLE_CASE])  # reads all tables
        for number in range(given.rounds):
            way = Way(nlp, Run(broker.bootstrap_servers, ()))
            these = told[number * given.articles : (number + 1) * given.articles]
            way.went(these[:warm])
            rounds.append(way.went(these[warm:]))
    found = spread([{**each, "all": sum(each.values())} for each in rounds])
    emit("steps", given, found, rows(found, "ms an article"))


if __name__ == "__main__":
    main()
