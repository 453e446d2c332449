"""Steps in the pool as a Beam step, and how its items come to all machines."""

from collections.abc import Iterator, Sequence
from typing import Any
from zlib import crc32

import apache_beam as beam
from apache_beam.coders import VarIntCoder
from apache_beam.pvalue import PCollection
from apache_beam.transforms.userstate import ReadModifyWriteStateSpec
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from pipeline.pool import processes
from pipeline.pool.allocator import return_memory
from pipeline.pool.batches import Batches
from pipeline.pool.processes import PoolSettings
from pipeline.pool.step import Step
from pipeline.records import Item

SHARDS = 8  # few keys: each costs the engine state
MAX_WAITING = 512  # items held by one bundle; not every engine bounds its bundles


class _InPoolDoFn(beam.DoFn):
    def __init__(self, settings: PoolSettings, steps: Sequence[Step]) -> None:
        self._settings = settings
        self._steps = steps

    def setup(self) -> None:
        processes.shared(self._settings)

    def start_bundle(self) -> None:
        self._batches = Batches(self._settings, self._steps)

    def process(self, item: Item, stamp: Any = beam.DoFn.TimestampParam) -> Iterator[Item]:
        self._batches.add(item, stamp)
        if self._batches.waiting >= MAX_WAITING:
            yield from (done for done, _ in self._batches.drain(keep=MAX_WAITING // 2))

    def finish_bundle(self) -> Iterator[WindowedValue]:
        for item, stamp in self._batches.drain():
            yield WindowedValue(item, stamp, (GlobalWindow(),))
        return_memory()


class InPool(beam.PTransform):
    """Items through steps, one after the other, in the processes of the pool, in batches."""

    def __init__(self, settings: PoolSettings, *steps: Step) -> None:
        super().__init__()
        self._settings = settings
        self._steps = steps

    def expand(self, items: PCollection) -> PCollection:
        """All steps in one go: an item travels to a process and back once."""
        return items | "in the pool" >> beam.ParDo(
            _InPoolDoFn(self._settings, self._steps)
        ).with_output_types(Item)


class _SpreadDoFn(beam.DoFn):
    """Does nothing; but an engine runs a stateful step's keys on all its workers, where a Reshuffle would stop it."""

    SEEN = ReadModifyWriteStateSpec("seen", VarIntCoder())

    def process(self, keyed: tuple[int, Item], seen: Any = beam.DoFn.StateParam(SEEN)) -> Iterator[Item]:  # noqa: ARG002, B008
        yield keyed[1]


def shard(item: Item) -> int:
    """Which of `SHARDS` an item goes to."""
    origin = item.record.origin
    return crc32(f"{origin.topic}:{origin.partition}:{origin.offset}".encode()) % SHARDS


class Spread(beam.PTransform):
    """Items as they are, from the one worker that grouping has for a language to all workers."""

    def expand(self, items: PCollection) -> PCollection:
        """By shard."""
        keyed = items | "by shard" >> beam.Map(lambda item: (shard(item), item)).with_output_types(
            tuple[int, Item]
        )
        return keyed | "spread" >> beam.ParDo(_SpreadDoFn()).with_output_types(Item)
