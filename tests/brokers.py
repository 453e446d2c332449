"""Brokers for tests: fixtures of the whole session, and what tests do with topics from outside."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from connectors.kafka.admin import TopicSpec, create_topics
from connectors.kafka.embedded import embedded_broker as running_embedded_broker
from connectors.kafka.settings import KafkaSettings
from deploy.kafka.broker import Broker

_NAMES = itertools.count(1)


def new_name(prefix: str) -> str:
    """A name that no other test of this session uses, for a topic or a group."""
    return f"{prefix}-{next(_NAMES)}"


def new_topic(
    servers: str, prefix: str = "topic", partitions: int = 1, config: Mapping[str, str] = {}
) -> str:
    """Make a topic that no other test uses; its name."""
    name = new_name(prefix)
    create_topics(KafkaSettings(servers, "tests"), [TopicSpec(name, partitions, 1, config)])
    return name


@dataclass(frozen=True)
class Message:
    """A record as a consumer sees it."""

    partition: int
    offset: int
    key: bytes | None
    value: bytes | None


def fill(servers: str, topic: str, values: Sequence[bytes], partitions: int = 1) -> None:
    """Write `values` to the partitions in turn."""
    producer = KafkaProducer(bootstrap_servers=servers)
    for number, value in enumerate(values):
        producer.send(topic, value, partition=number % partitions)
    producer.flush()
    producer.close()


def fill_with_holes(
    servers: str, topic: str, values: Sequence[bytes], partitions: int = 1, every: int = 5
) -> None:
    """Write `values` in transactions of `every`, an aborted one before each."""
    producer = KafkaProducer(bootstrap_servers=servers, transactional_id=new_name("fill"))
    producer.init_transactions()
    for start in range(0, len(values), every):
        for commit in (False, True):
            producer.begin_transaction()
            for number in range(start, min(start + every, len(values))):
                producer.send(topic, values[number] if commit else b"aborted", partition=number % partitions)
            producer.flush()
            if commit:
                producer.commit_transaction()
            else:
                producer.abort_transaction()
    producer.close()


def messages(servers: str, topic: str, isolation: str = "read_committed") -> list[Message]:
    """All that is in `topic` now, partition by partition."""
    consumer = KafkaConsumer(
        bootstrap_servers=servers, isolation_level=isolation, auto_offset_reset="earliest"
    )
    parts = [TopicPartition(topic, number) for number in sorted(consumer.partitions_for_topic(topic))]
    consumer.assign(parts)
    consumer.seek_to_beginning()
    ends, found = consumer.end_offsets(parts), []
    while any(consumer.position(part) < end for part, end in ends.items()):
        for records in consumer.poll(200).values():
            found += [Message(r.partition, r.offset, r.key, r.value) for r in records]
    consumer.close()
    return sorted(found, key=lambda message: (message.partition, message.offset))


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Apache Kafka broker."""
    folder: Path = tmp_path_factory.mktemp("kafka") / "broker"
    with Broker(folder, properties={"log.cleaner.backoff.ms": "500"}) as broker:
        yield broker.bootstrap_servers


@pytest.fixture(scope="session")
def embedded_broker() -> Iterator[str]:
    """The address of an embedded broker."""
    with running_embedded_broker() as address:
        yield address
