"""Write to Kafka what source records lead to, with the source offsets, exactly once or at least once."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import apache_beam as beam
from apache_beam import coders
from apache_beam.metrics.metric import Metrics
from apache_beam.pvalue import PCollection
from apache_beam.transforms.userstate import BagStateSpec, ReadModifyWriteStateSpec
from kafka import TopicPartition

from connectors import metrics
from connectors.errors import ConnectorError
from connectors.kafka.admin import max_message_bytes
from connectors.kafka.chain import Chain
from connectors.kafka.outlet import PATIENCE_SECONDS, Outlet, Outlets
from connectors.kafka.reading import NO_PREDECESSOR
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.writers import FlushingWriter, TransactionalWriter
from connectors.records import Committable, OutputRecord

EXACTLY_ONCE, AT_LEAST_ONCE = "exactly-once", "at-least-once"
RECORD_OVERHEAD_BYTES = 128  # a record batch's header is 61, a record's own at most 36; the rest is reserve

Gather = Callable[[Sequence[bytes]], Iterable[OutputRecord]]
OnTooLarge = Callable[[Committable, OutputRecord, int], Iterable[OutputRecord]]

_OUTLETS = Outlets()
_LIMITS: dict[tuple[KafkaSettings, str], int] = {}


def close_writers() -> None:
    """Close this process's producers; those it needs again are made anew."""
    _OUTLETS.close_all()


def stop() -> None:
    """End every wait of this process for a broker that is away: the writes fail with what they met last."""
    _OUTLETS.stop()


def allow_start() -> None:
    """Undo `stop`, for a further run in the same process."""
    _OUTLETS.allow_start()


@dataclass(frozen=True)
class SinkSettings:
    """How to write. `delivery` is exactly-once or at-least-once.

    A transaction holds at most `transaction_records` source records and, by one source record's outputs,
    not much more than `transaction_bytes` of output. A write that fails because a broker is away is tried
    again for `patience_seconds`; then the run ends.

    The group's committed offsets are what tells after a restart what has been written. A broker forgets
    those of a group that has been idle for ``offsets.retention.minutes``, 7 days by default: let that be
    longer than the longest pause, or the next run starts anew and writes everything again.
    """

    kafka: KafkaSettings
    delivery: str = EXACTLY_ONCE
    transaction_records: int = 500
    transaction_bytes: int = 16_000_000
    patience_seconds: float = PATIENCE_SECONDS

    def __post_init__(self) -> None:
        if self.delivery not in (EXACTLY_ONCE, AT_LEAST_ONCE):
            raise ConnectorError(f"delivery must be {EXACTLY_ONCE} or {AT_LEAST_ONCE}, not {self.delivery!r}")


def nothing_gathered(_memos: Sequence[bytes]) -> Iterable[OutputRecord]:
    """No further records."""
    return ()


def refuse(item: Committable, output: OutputRecord, limit: int) -> Iterable[OutputRecord]:
    """Raise ConnectorError: an output is larger than its topic takes."""
    raise ConnectorError(
        f"what comes of {item.origin.topic}-{item.origin.partition} offset {item.origin.offset} is larger "
        f"than the {limit} bytes that topic {output.topic} takes: raise its max.message.bytes"
    )


class WriteToKafka(beam.PTransform):
    """A collection of `Committable` to Kafka, each source partition's outputs in its order.

    `gather` makes further records from the memos of a transaction. `on_too_large` is asked, with the source
    record's committable, the output and the topic's limit in bytes, what to write in place of an output
    that its topic would refuse; without it such an output ends the run.
    """

    def __init__(
        self, settings: SinkSettings, gather: Gather = nothing_gathered, on_too_large: OnTooLarge = refuse
    ) -> None:
        super().__init__()
        self._settings = settings
        self._gather = gather
        self._on_too_large = on_too_large

    def expand(self, committables: PCollection) -> PCollection:
        """Key by source partition, then write."""
        keyed = committables | "by partition" >> beam.Map(_keyed).with_output_types(tuple[str, Committable])
        return keyed | "commit" >> beam.ParDo(_Commit(self._settings, self._gather, self._on_too_large))


def _keyed(item: Committable) -> tuple[str, Committable]:
    return f"{item.origin.topic}/{item.origin.partition}", item


@dataclass
class _Batch:
    """What one transaction will hold."""

    items: list[Committable] = field(default_factory=list)
    outputs: list[OutputRecord] = field(default_factory=list)
    size: int = 0

    def add(self, item: Committable, outputs: Iterable[OutputRecord]) -> None:
        self.items.append(item)
        for output in outputs:
            self.outputs.append(output)
            self.size += size_bytes(output)


@dataclass
class _Partition:
    """A source partition in the course of a bundle: a view of its state, and what is to be written."""

    outlet: Outlet
    chain: Chain[Committable]
    stored: int  # items in the state's bag, among them such as the chain has released
    batch: _Batch = field(default_factory=_Batch)


class _Commit(beam.DoFn):
    """Holds items until their chain is complete; writes at the end of the bundle, or when a batch is full.

    State is what an engine brings back; the committed offset is what was written. The chain goes on from
    the larger, so a replay is dropped. State that is ahead of the committed offset is of before a rewind: to go on
    would undo that. A write that fails for good fails the bundle; the next learns from Kafka what was committed.
    """

    PENDING = BagStateSpec("pending", coders.PickleCoder())
    EXPECTED = ReadModifyWriteStateSpec("expected", coders.VarIntCoder())

    def __init__(self, settings: SinkSettings, gather: Gather, on_too_large: OnTooLarge) -> None:
        self._settings = settings
        self._gather = gather
        self._on_too_large = on_too_large

    def start_bundle(self) -> None:
        """Forget what an earlier try of the bundle has left."""
        self._partitions: dict[str, _Partition] = {}

    def process(
        self,
        element: tuple[str, Committable],
        pending: Any = beam.DoFn.StateParam(PENDING),  # noqa: B008
        expected: Any = beam.DoFn.StateParam(EXPECTED),  # noqa: B008
    ) -> None:
        """Add the item to its partition's chain and batch what that releases."""
        key, item = element
        partition = self._partitions.get(key)
        if partition is None:
            partition = self._partitions[key] = self._opened(item, pending, expected)
        if item.origin.offset < partition.chain.expected:
            Metrics.counter("kafka", "replays_dropped").inc()
            metrics.REPLAYS.inc()
            return
        released = partition.chain.offer(item)
        if released:
            expected.write(partition.chain.expected)
        else:
            pending.add(item)
            partition.stored += 1
        self._compact(partition, pending)
        for ready in released:
            partition.batch.add(ready, self._fitting(ready))
            if self._full(partition.batch):
                self._write(partition)

    def finish_bundle(self) -> None:
        """Write what is left, a transaction for each partition."""
        for partition in self._partitions.values():
            if partition.batch.items:
                self._write(partition)

    def _opened(self, item: Committable, pending: Any, expected: Any) -> _Partition:
        kind = TransactionalWriter if self._settings.delivery == EXACTLY_ONCE else FlushingWriter
        origin = TopicPartition(item.origin.topic, item.origin.partition)
        outlet = _OUTLETS.get(kind, self._settings.kafka, origin, self._settings.patience_seconds)
        stored, held = expected.read(), list(pending.read())
        known = NO_PREDECESSOR if stored is None else stored
        written = outlet.next_offset()
        if NO_PREDECESSOR < written < known:
            raise ConnectorError(
                f"group {self._settings.kafka.group_id} was set back to offset {written} of "
                f"{origin.topic}-{origin.partition}: start the run anew"
            )
        return _Partition(outlet, Chain(max(known, written), held), len(held))

    def _compact(self, partition: _Partition, pending: Any) -> None:
        """Rewrite the bag once most of it has been released."""
        held = len(partition.chain)
        if partition.stored and (held == 0 or partition.stored > 2 * held + 16):
            pending.clear()
            for item in partition.chain.held:
                pending.add(item)
            partition.stored = held

    def _fitting(self, item: Committable) -> Iterable[OutputRecord]:
        for output in item.outputs:
            limit = limit_bytes(self._settings.kafka, output.topic)
            if size_bytes(output) <= limit:
                yield output
                continue
            Metrics.counter("kafka", "too_large").inc()
            for replacement in self._on_too_large(item, output, limit):
                if size_bytes(replacement) > limit_bytes(self._settings.kafka, replacement.topic):
                    refuse(item, replacement, limit_bytes(self._settings.kafka, replacement.topic))
                yield replacement

    def _full(self, batch: _Batch) -> bool:
        settings = self._settings
        return len(batch.items) >= settings.transaction_records or batch.size >= settings.transaction_bytes

    def _write(self, partition: _Partition) -> None:
        batch, partition.batch = partition.batch, _Batch()
        memos = [item.memo for item in batch.items if item.memo is not None]
        outputs = [*batch.outputs, *(self._gather(memos) if memos else ())]
        began = time.monotonic()
        first, last = batch.items[0].origin.offset, batch.items[-1].origin.offset
        partition.outlet.write(outputs, first, last + 1)
        took = time.monotonic() - began
        metrics.COMMIT.observe(took)
        metrics.COMMITTED.inc(len(batch.items))
        metrics.WRITTEN.inc(len(outputs))
        Metrics.distribution("kafka", "commit_ms").update(int(1000 * took))
        Metrics.counter("kafka", "records_committed").inc(len(batch.items))
        Metrics.counter("kafka", "records_written").inc(len(outputs))


def limit_bytes(settings: KafkaSettings, topic: str) -> int:
    """The largest record that `topic` takes; asked of the broker once in a process."""
    key = (settings, topic)
    if key not in _LIMITS:
        _LIMITS[key] = max_message_bytes(settings, topic)
    return _LIMITS[key]


def size_bytes(output: OutputRecord) -> int:
    """The most bytes that `output` takes on its own in a topic, uncompressed."""
    headers = sum(len(name.encode()) + len(value or b"") + 10 for name, value in output.headers)
    return len(output.key or b"") + len(output.value or b"") + headers + RECORD_OVERHEAD_BYTES
