"""One process's line to some partitions: a consumer, what it has fetched, and how far it has handed out.

A line belongs to the process and not to a reader: an engine may make a new reader for nearly every
bundle, and a consumer for each would be slow and would leak. A reader borrows the line for a bundle.
"""

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from apache_beam.utils.timestamp import MIN_TIMESTAMP, Timestamp
from kafka import TopicPartition
from kafka.errors import KafkaError, RetriableError

from connectors.errors import ConnectorError
from connectors.kafka.clients import explained, kafka_errors, new_consumer
from connectors.kafka.reading import NO_PREDECESSOR, source_record, start_offsets
from connectors.kafka.settings import KafkaSettings
from connectors.records import SourceRecord

IDLE_SECONDS = 10.0  # a partition silent for so long no longer holds the watermark back
CHECK_SECONDS = 10.0  # how often the broker is asked for a sign of life when nothing comes

_LOG = logging.getLogger(__name__)


class Position(NamedTuple):
    """The next offset to read in a partition, and the link that the record found there will carry."""

    offset: int
    link: int


Positions = Mapping[TopicPartition, Position]


class Line:
    """See the module. Used by one thread at a time. Kafka's errors come as ConnectorError."""

    def __init__(
        self, settings: KafkaSettings, partitions: Sequence[TopicPartition], fetch_records: int
    ) -> None:
        self._settings = settings
        self._partitions = list(partitions)
        self._consumer = new_consumer(settings, max_poll_records=fetch_records)
        self._consumer.assign(self._partitions)
        self._fetched: deque[tuple[TopicPartition, Any]] = deque()
        self._waiting: Counter[TopicPartition] = Counter()
        self._committed: dict[TopicPartition, int | None] = {}
        self._away = False
        self._alive_at = time.monotonic()
        self._latest: dict[TopicPartition, int] = {}
        self._active_at = dict.fromkeys(self._partitions, time.monotonic())
        with kafka_errors(settings, "reading"):
            self._sizes = self._topic_sizes()
        self.positions: dict[TopicPartition, Position] = {}

    def first_positions(self, start_from: str) -> Positions:
        """Where the group stands; in partitions where it has committed nothing, where `start_from` says."""
        committed = self._read_committed()
        new = [partition for partition in self._partitions if committed[partition] is None]
        with kafka_errors(self._settings, "finding where to start"):
            begin = start_offsets(self._consumer, new, start_from)
        return {
            partition: Position(begin[partition], NO_PREDECESSOR)
            if offset is None
            else Position(offset, offset)
            for partition, offset in committed.items()
        }

    def move_to(self, positions: Positions) -> None:
        """Go to `positions`, if the line isn't there. Raises ConnectorError for one beyond a topic's end."""
        if positions == self.positions:
            return
        self._fetched.clear()
        self._waiting.clear()
        self._read_committed()
        self.positions = dict(positions)
        for partition, end in self.end_offsets().items():
            offset = positions[partition].offset
            if offset > end:
                raise ConnectorError(
                    f"group {self._settings.group_id} stands at offset {offset} of {partition.topic}-"
                    f"{partition.partition}, beyond its end {end}: was the topic made anew? Use another group"
                )
            self._consumer.seek(partition, offset)

    def end_offsets(self) -> dict[TopicPartition, int]:
        """The offset after the last record that may be read now, for each partition."""
        with kafka_errors(self._settings, "reading end offsets"):
            ends: dict[TopicPartition, int] = self._consumer.end_offsets(self._partitions)
            return ends

    def next(self, wait_ms: int) -> SourceRecord | None:
        """The next record; None if none has come within `wait_ms`, also while the broker is away."""
        if not self._fetched:
            self._fetch(wait_ms)
        if not self._fetched:
            return None
        partition, record = self._fetched.popleft()
        self._waiting[partition] -= 1
        self._latest[partition] = max(record.timestamp, self._latest.get(partition, record.timestamp))
        self._active_at[partition] = time.monotonic()
        link, following = self.positions[partition].link, record.offset + 1
        self.positions[partition] = Position(following, following)
        return source_record(record, link, following <= (self._committed.get(partition) or 0))

    def reached(self, ends: Mapping[TopicPartition, int]) -> bool:
        """Whether all records below `ends` have been handed out."""
        return all(self._stands_at(partition) >= end for partition, end in ends.items())

    def lag(self) -> dict[TopicPartition, int]:
        """Offsets between what was handed out and the partition's end, as far as the broker has told it."""
        ends = {partition: self._consumer.highwater(partition) for partition in self._partitions}
        return {p: max(0, end - self._stands_at(p)) for p, end in ends.items() if end is not None}

    def watermark(self) -> Timestamp:
        """The least of the partitions' latest timestamps; partitions silent for a while do not count."""
        now = time.monotonic()
        active = [p for p in self._partitions if now - self._active_at[p] < IDLE_SECONDS]
        if active:
            times = [self._latest.get(partition) for partition in active]
        else:
            times = [max(self._latest.values(), default=None)]
        known = [time_ms for time_ms in times if time_ms is not None]
        return Timestamp(micros=min(known) * 1000) if known and len(known) == len(times) else MIN_TIMESTAMP

    def close(self) -> None:
        """Close the consumer."""
        self._consumer.close(autocommit=False)

    def _stands_at(self, partition: TopicPartition) -> int:
        """Past what was handed out, and past markers of transactions after it, if the client knows."""
        if not self._waiting[partition]:
            try:
                return int(self._consumer.position(partition, timeout_ms=1000) or 0)
            except KafkaError as error:  # if it lasts, fetching says so
                _LOG.debug("no position in %s: %s", partition, error)
        return self.positions[partition].offset

    def _read_committed(self) -> Mapping[TopicPartition, int | None]:
        """The committed offsets as they are now, without waiting for a transaction that a dead writer has left.

        They may lie below what is committed in a moment: the sink drops what comes twice.
        """
        consumer = new_consumer(self._settings, isolation="read_uncommitted")
        try:
            with kafka_errors(self._settings, f"reading offsets of group {self._settings.group_id}"):
                self._committed = {at: consumer.committed(at) for at in self._partitions}
        finally:
            consumer.close(autocommit=False)
        return self._committed

    def _fetch(self, wait_ms: int) -> None:
        try:
            fetched = self._consumer.poll(timeout_ms=wait_ms)
            if not fetched and time.monotonic() - self._alive_at > CHECK_SECONDS:
                self._consumer.end_offsets(self._partitions, timeout_ms=1000)
                self._heard()
            self._announce_new_partitions()
        except RetriableError:
            self._unheard()
            return
        except KafkaError as error:
            raise explained(self._settings, error, "reading") from error
        for partition, records in fetched.items():
            self._fetched.extend((partition, record) for record in records)
            self._waiting[partition] += len(records)
            self._heard()

    def _announce_new_partitions(self) -> None:
        """Warn where a topic has grown, which the client learns every ``metadata.max.age.ms``."""
        sizes = self._topic_sizes()
        for topic, size in sizes.items():
            if size > self._sizes[topic]:
                _LOG.warning(
                    "%s has %d partitions, of which only %d are read: restart to read all",
                    *(topic, size, self._sizes[topic]),
                )
                self._sizes[topic] = size

    def _topic_sizes(self) -> dict[str, int]:
        """How many partitions the topics have, as far as the client knows."""
        topics = {partition.topic for partition in self._partitions}
        return {topic: len(self._consumer.partitions_for_topic(topic)) for topic in topics}

    def _heard(self) -> None:
        self._alive_at = time.monotonic()
        if self._away:
            _LOG.warning("Kafka at %s answers again", self._settings.bootstrap_servers)
        self._away = False

    def _unheard(self) -> None:
        if not self._away:
            _LOG.warning("no answer from Kafka at %s: waiting for it", self._settings.bootstrap_servers)
        self._away = True


class Lines:
    """The lines of this process that nobody has borrowed at the moment."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: dict[Any, Line] = {}

    def borrow(self, key: Any) -> Line | None:
        """The line kept under `key`, which is the caller's until given back."""
        with self._lock:
            return self._free.pop(key, None)

    def give_back(self, key: Any, line: Line) -> None:
        """Keep `line` under `key`; one that is kept there already is closed."""
        with self._lock:
            other = self._free.pop(key, None)
            self._free[key] = line
        if other is not None:
            other.close()

    def close_all(self) -> None:
        """Close and forget every line that is not borrowed."""
        with self._lock:
            lines, self._free = list(self._free.values()), {}
        for line in lines:
            line.close()
