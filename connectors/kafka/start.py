"""Where a group starts that is new to a topic, committed before it reads anything.

So a start at latest, or at a time, holds over a restart, and a partition that is added later is read from its start.
"""

from collections.abc import Sequence

from kafka import TopicPartition

from connectors.kafka.admin import committed_offsets, first_offsets
from connectors.kafka.reading import NO_PREDECESSOR
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.writers import FlushingWriter, TransactionalWriter

EARLIEST = "earliest"


def settle_start(
    settings: KafkaSettings,
    topics: Sequence[str],
    start_from: str,
    kind: type[TransactionalWriter] | type[FlushingWriter],
) -> None:
    """Commit where the group starts in the partitions in which it has committed nothing. Raises ConnectorError.

    That is where `start_from` says; but in a topic that the group knows, from other partitions, it is the beginning.
    A start at the earliest needs no commit: it is where a reader starts anyway.
    """
    if start_from == EARLIEST:
        return
    committed = committed_offsets(settings, topics)
    known = {partition.topic for partition, offset in committed.items() if offset is not None}
    wanted, beginnings = first_offsets(settings, topics, start_from), first_offsets(settings, topics)
    for partition, offset in committed.items():
        if offset is None:
            _commit(
                settings, partition, (beginnings if partition.topic in known else wanted)[partition], kind
            )


def _commit(
    settings: KafkaSettings,
    partition: TopicPartition,
    offset: int,
    kind: type[TransactionalWriter] | type[FlushingWriter],
) -> None:
    writer = kind(settings, partition)
    try:
        if writer.next_offset == NO_PREDECESSOR:
            writer.write([], offset)
    finally:
        writer.close()
