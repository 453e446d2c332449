"""Topics as plain iterators, outside Beam: read one to its end, follow one, write to one, fence a group."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError

from connectors.errors import ConnectorError
from connectors.kafka.admin import end_offsets, partitions
from connectors.kafka.clients import (
    TRANSACTION_TIMEOUT_MS,
    explained,
    kafka_errors,
    new_consumer,
    new_producer,
    transactional_id,
)
from connectors.kafka.reading import NO_PREDECESSOR, source_record, start_offsets
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.writers import send
from connectors.records import OutputRecord, SourceRecord

POLL_MS = 500
SETTLE_SECONDS = TRANSACTION_TIMEOUT_MS / 1000 + 30
IN_FLIGHT_RECORDS = 1000
FENCING_THREADS = 8


def read_all(
    settings: KafkaSettings, topic: str, settle_seconds: float = SETTLE_SECONDS
) -> Iterator[SourceRecord]:
    """The committed records of `topic`, from its beginning to its end at this moment.

    Complete also where a transaction is open at this moment: waits until it is settled. Raises
    ConnectorError if reading gets no further for `settle_seconds`, which must be longer than the
    transaction timeout of whoever writes to the topic.
    """
    yield from read_spans(
        settings, {at: range(end) for at, end in end_offsets(settings, [topic]).items()}, settle_seconds
    )


def read_spans(
    settings: KafkaSettings, spans: Mapping[TopicPartition, range], settle_seconds: float = SETTLE_SECONDS
) -> Iterator[SourceRecord]:
    """The committed records at the offsets of `spans`; waits and raises as `read_all` does."""
    spans = {partition: span for partition, span in spans.items() if span}
    if not spans:
        return
    consumer = new_consumer(settings, group_id=None)
    try:
        with kafka_errors(settings, f"reading {', '.join(sorted({at.topic for at in spans}))}"):
            consumer.assign(list(spans))
            for partition, span in spans.items():
                if span.start:
                    consumer.seek(partition, span.start)
                else:
                    consumer.seek_to_beginning(partition)
            yield from _read_to(consumer, {at: span.stop for at, span in spans.items()}, settle_seconds)
    finally:
        consumer.close(autocommit=False)


def _read_to(consumer: Any, ends: dict[TopicPartition, int], settle_seconds: float) -> Iterator[SourceRecord]:
    links = dict.fromkeys(ends, NO_PREDECESSOR)
    stands, moved_at = dict.fromkeys(ends, -1), time.monotonic()
    while any(stands[partition] < end for partition, end in ends.items()):
        for partition, records in consumer.poll(POLL_MS).items():
            for record in records:
                if record.offset < ends[partition]:
                    yield source_record(record, links[partition])
                links[partition] = record.offset + 1
        now_at = {partition: consumer.position(partition) for partition in ends}
        if now_at != stands:
            stands, moved_at = now_at, time.monotonic()
        elif time.monotonic() - moved_at > settle_seconds:
            stuck = next(partition for partition, end in ends.items() if stands[partition] < end)
            raise ConnectorError(
                f"reading {stuck.topic}-{stuck.partition} gets no further than offset {stands[stuck]} of "
                f"{ends[stuck]}: is a transaction open there?"
            )


def follow(
    settings: KafkaSettings,
    topics: Sequence[str],
    start_from: str = "latest",
    stop: threading.Event | None = None,
) -> Iterator[SourceRecord]:
    """Committed records of `topics` as they come, without end; `stop` ends it within half a second.

    `start_from` is earliest, latest or an ISO 8601 time. Commits no offsets. Raises ConnectorError.
    """
    found = partitions(settings, topics)
    consumer = new_consumer(settings, group_id=None)
    try:
        with kafka_errors(settings, f"following {', '.join(topics)}"):
            consumer.assign(found)
            for partition, offset in start_offsets(consumer, found, start_from).items():
                consumer.seek(partition, offset)
            links = dict.fromkeys(found, NO_PREDECESSOR)
            while stop is None or not stop.is_set():
                for partition, records in consumer.poll(POLL_MS).items():
                    for record in records:
                        yield source_record(record, links[partition])
                        links[partition] = record.offset + 1
    finally:
        consumer.close(autocommit=False)


def produce(settings: KafkaSettings, records: Iterable[OutputRecord]) -> int:
    """Write `records` in order and wait until each is delivered; how many.

    Raises ConnectorError for the first that is not.
    """
    producer = new_producer(settings)
    count, sent = 0, []
    try:
        for record in records:
            sent.append((record, _sent(settings, producer, record)))
            count += 1
            if len(sent) >= IN_FLIGHT_RECORDS:
                _delivered(settings, producer, sent)
                sent = []
        _delivered(settings, producer, sent)
    finally:
        producer.close(timeout=5)
    return count


def _sent(settings: KafkaSettings, producer: Any, record: OutputRecord) -> Any:
    try:
        return send(producer, record)
    except KafkaError as error:
        raise explained(settings, error, f"writing to {record.topic}") from error


def _delivered(settings: KafkaSettings, producer: Any, sent: list[tuple[OutputRecord, Any]]) -> None:
    producer.flush()
    for record, future in sent:
        try:
            future.get(timeout=0)
        except KafkaError as error:
            raise explained(settings, error, f"writing to {record.topic}") from error


def fence(settings: KafkaSettings, topics: Iterable[str]) -> None:
    """Take over the group's transactions for every partition of `topics`.

    A transaction that a dead predecessor left open is aborted at once, and a predecessor that still runs
    can't commit any more. Raises ConnectorError.
    """
    with ThreadPoolExecutor(FENCING_THREADS) as pool:
        list(pool.map(lambda partition: _fence(settings, partition), partitions(settings, topics)))


def _fence(settings: KafkaSettings, partition: TopicPartition) -> None:
    producer = new_producer(settings, transactional_id(settings, *partition))
    try:
        with kafka_errors(settings, f"taking over {partition.topic}-{partition.partition}"):
            producer.init_transactions()
    finally:
        producer.close(timeout=1)
