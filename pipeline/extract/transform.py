"""Extract as a Beam step: items spread over workers, their articles through the pool in batches."""

import itertools
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import apache_beam as beam
from apache_beam.coders import VarIntCoder
from apache_beam.pvalue import PCollection
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.timestamp import Timestamp
from apache_beam.utils.windowed_value import WindowedValue

from connectors.metrics import STEP
from pipeline.extract import pool
from pipeline.extract.pool import Batch, PoolSettings
from pipeline.records import Extraction, Item

SHARDS = 8  # few keys: each costs the engine state
BATCH_ARTICLES = 8
BATCH_CHARS = 24_000
MAX_WAITING = 512  # items held by one bundle; not every engine bounds its bundles

Stamped = tuple[Item, Timestamp]


@dataclass(frozen=True, slots=True)
class ExtractSettings:
    """The pool's settings: model, processes, seconds an article."""

    pool: PoolSettings


def with_extraction(item: Item, result: Extraction | Exception) -> Item:
    """`item` with its extraction, or as a dead letter."""
    if isinstance(result, Exception):
        return item.failed("extract", result)
    return replace(item, extraction=result)


class Batches:
    """Items in order, their articles gathered into batches that run while more items come."""

    def __init__(self, settings: PoolSettings) -> None:
        self._pool = pool.shared(settings)
        self._open: list[Stamped] = []
        self._chars = 0
        self._under_way: deque[tuple[Sequence[Stamped], Batch | None]] = deque()
        self.waiting = 0

    def add(self, item: Item, stamp: Timestamp) -> None:
        """Take one more item; a settled one only keeps its place."""
        self.waiting += 1
        if item.settled or item.article is None:
            self._flush()
            self._under_way.append(([(item, stamp)], None))
            return
        self._open.append((item, stamp))
        self._chars += len(item.article.text or "")
        if len(self._open) >= BATCH_ARTICLES or self._chars >= BATCH_CHARS:
            self._flush()

    def _flush(self, most: int = BATCH_ARTICLES) -> None:
        for stamped in itertools.batched(self._open, most):
            articles = [item.article for item, _ in stamped if item.article]
            self._under_way.append((stamped, self._pool.submit(articles)))
        self._open, self._chars = [], 0

    def drain(self, keep: int = 0) -> Iterator[Stamped]:
        """The items taken so far, extracted, in order, until no more than `keep` are under way. Waits.

        The last of them are shared out, so that no process is without work before the others.
        """
        self._flush(max(1, -(-len(self._open) // self._pool.processes)))
        while self._under_way and self.waiting > keep:
            stamped, batch = self._under_way.popleft()
            self.waiting -= len(stamped)
            results: Sequence[Extraction | Exception | None]
            with STEP.labels("extract").time():
                results = list(batch.results()) if batch else [None] * len(stamped)
            for (item, stamp), result in zip(stamped, results, strict=True):
                yield (item if result is None else with_extraction(item, result)), stamp


class _ExtractDoFn(beam.DoFn):
    def __init__(self, settings: ExtractSettings) -> None:
        self._settings = settings

    def setup(self) -> None:
        pool.shared(self._settings.pool)

    def start_bundle(self) -> None:
        self._batches = Batches(self._settings.pool)

    def process(self, item: Item, stamp: Any = beam.DoFn.TimestampParam) -> Iterator[Item]:
        self._batches.add(item, stamp)
        if self._batches.waiting >= MAX_WAITING:
            yield from (done for done, _ in self._batches.drain(keep=MAX_WAITING // 2))

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for item, stamp in self._batches.drain():
            yield WindowedValue(item, stamp, (GlobalWindow(),))


class _Spread(beam.DoFn):
    """Does nothing; but an engine runs a stateful step's keys on all its workers, where a Reshuffle would stop it."""

    SEEN = ReadModifyWriteStateSpec("seen", VarIntCoder())

    def process(self, keyed: tuple[int, Item], seen: Any = beam.DoFn.StateParam(SEEN)) -> Iterator[Item]:  # noqa: ARG002, B008
        yield keyed[1]


def shard(item: Item) -> int:
    """Which of `SHARDS` an item goes to."""
    origin = item.record.origin
    return crc32(f"{origin.topic}:{origin.partition}:{origin.offset}".encode()) % SHARDS


class Extract(beam.PTransform):
    """Items with an article to items with its extraction; what fails becomes a dead letter."""

    def __init__(self, settings: ExtractSettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, items: PCollection) -> PCollection:
        """Spread by shard, then extract."""
        keyed = items | "by shard" >> beam.Map(lambda item: (shard(item), item)).with_output_types(
            tuple[int, Item]
        )
        spread = keyed | "spread" >> beam.ParDo(_Spread()).with_output_types(Item)
        return spread | "in the pool" >> beam.ParDo(_ExtractDoFn(self._settings)).with_output_types(Item)
