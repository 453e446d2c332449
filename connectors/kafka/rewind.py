"""Set a group back to an earlier time, so that its next run reads again what has come since."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from kafka import TopicPartition

from connectors.errors import ConnectorError
from connectors.kafka.admin import committed_offsets, first_offsets
from connectors.kafka.clients import kafka_errors, new_consumer
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.writers import TransactionalWriter
from connectors.records import OutputRecord

THREADS = 8


@dataclass(frozen=True, slots=True)
class Move:
    """From the offset that the group has committed in a partition, back to another.

    `is_cut`: the topic no longer holds all that came before `back_to`, so there may have been more to read again.
    """

    topic: str
    partition: int
    committed: int
    back_to: int
    is_cut: bool

    @property
    def span(self) -> range:
        """The offsets that are read again; there may be fewer records than offsets."""
        return range(self.back_to, self.committed)


def moves(settings: KafkaSettings, topics: Iterable[str], since: str) -> list[Move]:
    """What `rewind` would do, for each partition in which the group has committed an offset.

    `since` is an ISO 8601 time or earliest: the group goes back to the first record not before it. Where nothing of
    that time has been committed, a move goes nowhere. Raises ConnectorError, also if there is no offset at all.
    """
    names = sorted(set(topics))
    committed = committed_offsets(settings, names)
    known = {at: offset for at, offset in committed.items() if offset is not None}
    if not known:
        raise ConnectorError(f"group {settings.group_id} has committed nothing in {', '.join(names)}")
    first, held = first_offsets(settings, names, since), first_offsets(settings, names)
    return [
        Move(at.topic, at.partition, offset, min(offset, first[at]), 0 < held[at] == first[at] < offset)
        for at, offset in known.items()
    ]


def rewind(
    settings: KafkaSettings, planned: Iterable[Move], note: Callable[[Move], OutputRecord]
) -> list[Move]:
    """Make those of `planned` that go somewhere, and write with each, in one transaction, a `note` of it.

    A run of the group that is under way is shut out first. What is returned, and noted, starts where that really ended,
    which may be later than planned. Raises ConnectorError; FencedError if a run starts meanwhile. Then some partitions
    may be set back and others not yet: once done again, all are.
    """
    wanted = [move for move in planned if move.span]
    with ThreadPoolExecutor(THREADS) as pool:
        writers = list(pool.map(lambda move: _writer(settings, move), wanted))
    try:
        done = [replace(move, committed=w.next_offset) for move, w in zip(wanted, writers, strict=True)]
        for move, writer in zip(done, writers, strict=True):
            if move.span:
                writer.write([note(move)], move.back_to)
    finally:
        for writer in writers:
            writer.close()
    _settle(settings, done)
    return done


def _writer(settings: KafkaSettings, move: Move) -> TransactionalWriter:
    return TransactionalWriter(settings, TopicPartition(move.topic, move.partition))


def _settle(settings: KafkaSettings, done: Iterable[Move]) -> None:
    """Wait until the new offsets are what a run will see."""
    consumer = new_consumer(settings)
    try:
        with kafka_errors(settings, f"reading offsets of group {settings.group_id}"):
            for move in done:
                consumer.committed(TopicPartition(move.topic, move.partition))
    finally:
        consumer.close(autocommit=False)
