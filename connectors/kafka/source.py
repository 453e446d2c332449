"""Read records from Kafka, as an unbounded source that checkpoints offsets and never commits them.

Offsets are committed by the sink, together with what the records led to (`connectors.kafka.sink`), so
nothing is lost whatever dies. A checkpoint finalizer would be too early on engines that finalize the
reading stage before the later stages have run, as Beam's in-process runner does.
"""

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, override

import apache_beam as beam
from apache_beam import coders
from apache_beam.io.unbounded_source import (
    CheckpointMark,
    ReadFromUnboundedSource,
    UnboundedReader,
    UnboundedSource,
)
from apache_beam.metrics.metric import Metrics
from apache_beam.pvalue import PBegin, PCollection
from apache_beam.utils.timestamp import MAX_TIMESTAMP, Timestamp
from kafka import TopicPartition

from connectors import metrics
from connectors.errors import ConnectorError
from connectors.kafka.admin import partitions
from connectors.kafka.line import Line, Lines, Position, Positions
from connectors.kafka.reading import start_time_ms
from connectors.kafka.settings import KafkaSettings
from connectors.records import SourceRecord

POLL_MS = 400  # how long a reader waits for a bundle's first record
LINGER_MS = 20  # and for each further one
RESUME_SECONDS = 0.05

_LINES = Lines()
_STOP = threading.Event()


def stop() -> None:
    """End every source of this process: each reports that it is finished; what is under way drains."""
    _STOP.set()


def allow_start() -> None:
    """Undo `stop`, for a further run in the same process."""
    _STOP.clear()


def close_consumers() -> None:
    """Close this process's consumers that no reader holds; those it needs again are made anew."""
    _LINES.close_all()


@dataclass(frozen=True)
class SourceSettings:
    """What to read and how.

    `start_from` (earliest, latest, an ISO 8601 time) holds where the group has committed nothing; see `start`
    for what makes one that is not earliest hold over a restart.
    A bundle ends after `bundle_records` or `bundle_seconds`. `until_caught_up` ends the source when what
    was readable at its start has been handed out. `splits` is how many readers share the partitions: one
    where readers run one after the other, as in Beam's in-process runner, as each waits for data in turn;
    on Flink the parallelism. Partitions added to a topic later are announced, and read after a restart.
    """

    kafka: KafkaSettings
    topics: tuple[str, ...]
    start_from: str = "earliest"
    until_caught_up: bool = False
    bundle_records: int = 64
    bundle_seconds: float = 0.5
    splits: int = 1

    def __post_init__(self) -> None:
        if not self.topics:
            raise ConnectorError("no topic to read from")
        if self.start_from not in ("earliest", "latest"):
            start_time_ms(self.start_from)


class Mark(CheckpointMark):
    """Where a reader stands, and where it is to end if it is to."""

    def __init__(self, positions: Positions, ends: dict[TopicPartition, int] | None) -> None:
        self.positions = positions
        self.ends = ends


class MarkCoder(coders.Coder):
    """A `Mark` as JSON."""

    def encode(self, value: Mark) -> bytes:
        """Positions and ends, sorted."""
        positions = [(*p, at.offset, at.link) for p, at in sorted(value.positions.items())]
        ends = None if value.ends is None else [(*p, end) for p, end in sorted(value.ends.items())]
        return json.dumps([positions, ends]).encode()

    def decode(self, encoded: bytes) -> Mark:
        """What `encode` made."""
        positions, ends = json.loads(encoded)
        return Mark(
            {TopicPartition(t, p): Position(offset, link) for t, p, offset, link in positions},
            None if ends is None else {TopicPartition(t, p): end for t, p, end in ends},
        )

    def is_deterministic(self) -> bool:
        """The same mark gives the same bytes."""
        return True


class KafkaSource(UnboundedSource):
    """Some partitions of the topics; all of them if `partitions` is not given."""

    def __init__(self, settings: SourceSettings, partitions: tuple[TopicPartition, ...] = ()) -> None:
        self._settings = settings
        self._partitions = partitions

    @override
    def split(self, desired_num_splits: int, options: Any = None) -> Iterable["KafkaSource"]:
        """The partitions dealt out in turn to as many sources as the settings say."""
        found = self._partitions or tuple(partitions(self._settings.kafka, self._settings.topics))
        count = min(self._settings.splits, len(found))
        return [KafkaSource(self._settings, found[first::count]) for first in range(count)]

    @override
    def create_reader(self, options: Any, checkpoint_mark: CheckpointMark | None) -> "KafkaReader":
        """A reader that goes on after `checkpoint_mark`, or starts."""
        mark = checkpoint_mark if isinstance(checkpoint_mark, Mark) else None
        found = self._partitions or tuple(partitions(self._settings.kafka, self._settings.topics))
        return KafkaReader(self._settings, found, mark)

    def get_checkpoint_mark_coder(self) -> coders.Coder:
        """The coder of `Mark`."""
        return MarkCoder()


class KafkaReader(UnboundedReader):
    """Reads from the process's line to its partitions, held from a bundle's first read to its mark."""

    def __init__(
        self, settings: SourceSettings, partitions: tuple[TopicPartition, ...], mark: Mark | None
    ) -> None:
        self._settings = settings
        self._partitions = partitions
        self._mark = mark
        self._line: Line | None = None
        self._current: SourceRecord | None = None
        self._read_any = False
        self._read = 0  # not yet counted
        self._finished = False
        self._watermark: Timestamp | None = None

    def start(self) -> bool:
        """Read the first record."""
        return self.advance()

    def advance(self) -> bool:
        """Read the next record, waiting for it a little, so that an idle source does not spin."""
        if _STOP.is_set():
            self._finished = True
            return False
        line = self._line or self._borrow()
        if self._has_reached_end(line):
            self._finished = True
            return False
        self._current = line.next(LINGER_MS if self._read_any else POLL_MS)
        self._read_any = self._current is not None
        self._read += self._read_any
        return self._read_any

    def get_current(self) -> SourceRecord | None:
        """The record that was read."""
        return self._current

    def get_current_timestamp(self) -> Timestamp:
        """The record's timestamp in Kafka."""
        assert self._current is not None
        return Timestamp(micros=self._current.timestamp_ms * 1000)

    def get_watermark(self) -> Timestamp:
        """The line's watermark; the end of time once the reader is finished."""
        if self._finished:
            return MAX_TIMESTAMP
        if self._line is not None:
            self._watermark = self._line.watermark()
        assert self._watermark is not None
        return self._watermark

    def get_checkpoint_mark(self) -> Mark:
        """Where the reader stands. Gives the line back: the bundle is at its end."""
        if self._line is not None:
            for partition, lag in self._line.lag().items():
                Metrics.gauge("kafka", f"lag:{partition.topic}:{partition.partition}").set(lag)
                metrics.LAG.labels(partition.topic, partition.partition).set(lag)
            ends = self._mark.ends if self._mark else None
            self._mark = Mark(dict(self._line.positions), ends)
        self.close()
        return self._mark or Mark({}, None)

    def close(self) -> None:
        """Give the line back."""
        metrics.READ.inc(self._read)
        line, self._line, self._read_any, self._read = self._line, None, False, 0
        if line is not None:
            self._watermark = line.watermark()
            _LINES.give_back(self._key(), line)

    def _key(self) -> tuple[KafkaSettings, tuple[TopicPartition, ...]]:
        return self._settings.kafka, self._partitions

    def _has_reached_end(self, line: Line) -> bool:
        """Whether all is handed out that was to be, of which most records tell by their offset that it is not."""
        if self._mark is None or self._mark.ends is None:
            return False
        if self._read_any and self._current is not None:
            at = self._current.origin
            if at.offset + 1 < self._mark.ends[TopicPartition(at.topic, at.partition)]:
                return False
        return line.reached(self._mark.ends)

    def _borrow(self) -> Line:
        metrics.PULSE.beat()
        line = _LINES.borrow(self._key())
        if line is None:
            line = Line(self._settings.kafka, self._partitions, self._settings.bundle_records)
        try:
            if self._mark is None:
                positions = line.first_positions(self._settings.start_from)
                self._mark = Mark(positions, line.end_offsets() if self._settings.until_caught_up else None)
            line.move_to(self._mark.positions)
        except ConnectorError:
            line.close()
            raise
        self._line = line
        return line


class ReadFromKafka(beam.PTransform):
    """Topics as a collection of `SourceRecord`, each partition's records in order."""

    def __init__(self, settings: SourceSettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, begin: PBegin) -> PCollection:
        """Read with the bundle limits of the settings."""
        read = ReadFromUnboundedSource(
            KafkaSource(self._settings),
            poll_interval=RESUME_SECONDS,
            max_records_per_bundle=self._settings.bundle_records,
            max_read_time_seconds=self._settings.bundle_seconds,
        )
        records = begin | "read" >> read
        records.element_type = SourceRecord
        return records
