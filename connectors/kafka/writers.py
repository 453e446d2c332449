"""Writes outputs and the source offset that they complete: in one transaction, or one after the other."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kafka import ConsumerGroupMetadata, TopicPartition
from kafka.errors import KafkaError, KafkaTimeoutError
from kafka.structs import OffsetAndMetadata

from connectors.kafka.clients import (
    TRANSACTION_TIMEOUT_MS,
    explained,
    kafka_errors,
    new_consumer,
    new_producer,
    transactional_id,
)
from connectors.kafka.reading import NO_PREDECESSOR
from connectors.kafka.settings import KafkaSettings
from connectors.records import OutputRecord

CLOSE_SECONDS = 2.0
SHARE = 0.9  # of a transaction's time is for a write: one that the broker ended would look as if taken over

_LOG = logging.getLogger(__name__)


class Writer:
    """Writes outputs and the source offset that they complete. Errors come as ConnectorError.

    `next_offset` is the group's committed offset in the partition, -1 if there is none: what lies below it
    has been written. After an error the outcome of the last write is unknown, and the writer must be
    discarded; the next one finds out what was committed.
    """

    def __init__(self, settings: KafkaSettings, partition: TopicPartition, transaction: str | None) -> None:
        self._settings = settings
        self._partition = partition
        self._producer = new_producer(settings, transaction)

    def write(self, outputs: Sequence[OutputRecord], next_offset: int) -> None:
        """Write `outputs`, and commit `next_offset` with or after them."""
        try:
            self._write(outputs, next_offset)
        except KafkaError as error:
            raise explained(self._settings, error, self._doing()) from error
        self.next_offset = next_offset

    def close(self) -> None:
        """Close the clients; what is open is aborted if that goes quickly."""
        self._producer.close(timeout=CLOSE_SECONDS)

    def _write(self, outputs: Sequence[OutputRecord], next_offset: int) -> None:
        raise NotImplementedError

    def _send(self, outputs: Sequence[OutputRecord]) -> list[Any]:
        return [send(self._producer, output) for output in outputs]

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        """A writer that does not come to be leaves no producer behind."""
        try:
            yield
        except BaseException:
            self._producer.close(timeout=0)
            raise

    def _doing(self) -> str:
        return f"writing what comes of {self._partition.topic}-{self._partition.partition}"

    def _committed(self) -> int:
        consumer = new_consumer(self._settings)
        try:
            with kafka_errors(self._settings, self._doing()):
                offset = consumer.committed(self._partition)
        finally:
            consumer.close(autocommit=False)
        return NO_PREDECESSOR if offset is None else int(offset)


class TransactionalWriter(Writer):
    """Exactly once: outputs and offset in one transaction.

    1. `init_transactions` under the partition's transactional id fences an earlier writer, in whatever
       process, and aborts what it left open.
    2. Only then the committed offset is read: it says what has been written.
    3. Each write is one transaction; it is seen by read_committed consumers whole or not at all.
    4. A write that takes nearly as long as a transaction may be open fails: the client would wait for ever where a
       broker died at a bad moment.
    """

    def __init__(self, settings: KafkaSettings, partition: TopicPartition) -> None:
        super().__init__(settings, partition, transactional_id(settings, *partition))
        limit_ms = settings.arguments("producer").get("transaction_timeout_ms", TRANSACTION_TIMEOUT_MS)
        self._seconds = SHARE * limit_ms / 1000
        with self._closed_on_error():
            with kafka_errors(settings, self._doing()):
                self._producer.init_transactions()
            self.next_offset = self._committed()

    def _write(self, outputs: Sequence[OutputRecord], next_offset: int) -> None:
        _within(self._seconds, lambda: self._transact(outputs, next_offset))

    def _transact(self, outputs: Sequence[OutputRecord], next_offset: int) -> None:
        self._producer.begin_transaction()
        sent = self._send(outputs)
        self._producer.send_offsets_to_transaction(
            {self._partition: OffsetAndMetadata(next_offset, "", -1)},
            ConsumerGroupMetadata(self._settings.group_id, -1, "", None),
        )
        self._producer.commit_transaction()
        for future in sent:
            future.get(timeout=0)

    def close(self) -> None:
        """Abort what is open, then close."""
        try:
            self._producer.abort_transaction()
        except KafkaError:
            _LOG.debug("nothing to abort for %s", self._partition)
        super().close()


class FlushingWriter(Writer):
    """At least once: outputs first, then the offset; a death between the two writes the outputs again."""

    def __init__(self, settings: KafkaSettings, partition: TopicPartition) -> None:
        super().__init__(settings, partition, None)
        with self._closed_on_error():
            self._consumer = new_consumer(settings)
            self._consumer.assign([partition])
            self.next_offset = self._committed()

    def _write(self, outputs: Sequence[OutputRecord], next_offset: int) -> None:
        sent = self._send(outputs)
        self._producer.flush()
        for future in sent:
            future.get(timeout=0)
        self._consumer.commit({self._partition: OffsetAndMetadata(next_offset, "", -1)})

    def close(self) -> None:
        """Close producer and consumer."""
        self._consumer.close(autocommit=False)
        super().close()


def _within(seconds: float, work: Callable[[], None]) -> None:
    """Do `work`, and raise what it raises, or KafkaTimeoutError if it takes longer."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise KafkaTimeoutError(f"not done within {seconds:g} s")
    if failures:
        raise failures[0]


def send(producer: Any, output: OutputRecord) -> Any:
    """Hand `output` to `producer`; the future of its delivery. A header without value is sent as empty."""
    headers = [(name, value or b"") for name, value in output.headers]
    return producer.send(output.topic, key=output.key, value=output.value, headers=headers)
