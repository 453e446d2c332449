"""Topics: made on request, checked before a start, never created silently."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kafka import TopicPartition
from kafka.admin import ConfigResource
from kafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from connectors.errors import ConnectorError
from connectors.kafka.clients import admin_client, explained, kafka_errors, new_consumer
from connectors.kafka.reading import start_offsets
from connectors.kafka.settings import KafkaSettings

DEFAULT_MAX_MESSAGE_BYTES = 1_048_588  # Apache Kafka's default of message.max.bytes


@dataclass(frozen=True)
class TopicSpec:
    """A topic to be made. `replication` -1 is the broker's default; `config` as in Kafka's topic settings."""

    name: str
    partitions: int
    replication: int = -1
    config: Mapping[str, str] = field(default_factory=dict)


def create_topics(settings: KafkaSettings, specs: Sequence[TopicSpec]) -> list[str]:
    """Make the topics that do not exist and leave the others as they are; the names of those made.

    Returns once each has leaders. Raises ConnectorError.
    """
    made = []
    with admin_client(settings) as client:
        for spec in specs:
            wanted = {
                "num_partitions": spec.partitions,
                "replication_factor": spec.replication,
                "configs": dict(spec.config),
            }
            try:
                client.create_topics({spec.name: wanted})
            except TopicAlreadyExistsError:
                continue
            except KafkaError as error:
                raise explained(settings, error, f"creating topic {spec.name}") from error
            made.append(spec.name)
        client.wait_for_topics(made)
    return made


def partitions(settings: KafkaSettings, topics: Iterable[str]) -> list[TopicPartition]:
    """The partitions of `topics` in order. Raises ConnectorError that names each topic missing or denied."""
    names = sorted(set(topics))
    with admin_client(settings) as client:
        described = {topic["name"]: topic for topic in client.describe_topics(names)}
    problems: dict[str, list[str]] = {}
    for name in names:
        code = described[name]["error_code"] if name in described else 3
        if code:
            problems.setdefault(for_code(code).__name__, []).append(name)
    if problems:
        raise ConnectorError("; ".join(_problem(settings, kind, found) for kind, found in problems.items()))
    return sorted(
        TopicPartition(name, partition["partition_index"])
        for name in names
        for partition in described[name]["partitions"]
    )


def check_topics(settings: KafkaSettings, topics: Iterable[str]) -> None:
    """Raise ConnectorError that names every one of `topics` that is missing or denied."""
    partitions(settings, topics)


def first_offsets(
    settings: KafkaSettings, topics: Iterable[str], start_from: str = "earliest"
) -> dict[TopicPartition, int]:
    """Where `start_from` (earliest, latest or an ISO 8601 time) begins in each partition. Raises ConnectorError."""
    found = partitions(settings, topics)
    consumer = new_consumer(settings, group_id=None)
    try:
        with kafka_errors(settings, "reading first offsets"):
            return start_offsets(consumer, found, start_from)
    finally:
        consumer.close(autocommit=False)


def end_offsets(settings: KafkaSettings, topics: Iterable[str]) -> dict[TopicPartition, int]:
    """The offset after the last record of each partition, whether committed or not. Raises ConnectorError."""
    found = partitions(settings, topics)
    consumer = new_consumer(settings, isolation="read_uncommitted", group_id=None)
    try:
        with kafka_errors(settings, "reading end offsets"):
            ends: dict[TopicPartition, int] = consumer.end_offsets(found)
            return ends
    finally:
        consumer.close()


def committed_offsets(settings: KafkaSettings, topics: Iterable[str]) -> dict[TopicPartition, int | None]:
    """The group's committed offset in each partition, None where there is none. Raises ConnectorError.

    An offset in a transaction that is still open does not count, and is not waited for.
    """
    found = partitions(settings, topics)
    consumer = new_consumer(settings, isolation="read_uncommitted")
    try:
        with kafka_errors(settings, f"reading offsets of group {settings.group_id}"):
            return {partition: consumer.committed(partition) for partition in found}
    finally:
        consumer.close(autocommit=False)


def max_message_bytes(settings: KafkaSettings, topic: str) -> int:
    """The topic's ``max.message.bytes``, or Kafka's default where the broker doesn't tell."""
    return int(topic_setting(settings, topic, "max.message.bytes") or DEFAULT_MAX_MESSAGE_BYTES)


def held_from(settings: KafkaSettings, topics: Iterable[str]) -> dict[TopicPartition, int | None]:
    """The offset from which on each partition holds all that was ever written there. Raises ConnectorError.

    None for a topic that is compacted, or where the broker doesn't tell whether it is.
    """
    first = first_offsets(settings, topics)
    policies = {
        topic: topic_setting(settings, topic, "cleanup.policy") for topic in {at.topic for at in first}
    }
    return {at: offset if policies[at.topic] == "delete" else None for at, offset in first.items()}


def topic_setting(settings: KafkaSettings, topic: str, name: str) -> str | None:
    """What the setting `name` of `topic` is, the broker's default too; None where the broker doesn't tell."""
    resource = ConfigResource("TOPIC", topic, [name])
    try:
        with admin_client(settings) as client:
            answer: Any = client.describe_configs([resource], config_filter="all")
        return str(answer["topic"][topic][name]["value"])
    except (ConnectorError, KeyError, TypeError):
        return None


def _problem(settings: KafkaSettings, kind: str, names: Sequence[str]) -> str:
    listed = ("topic " if len(names) == 1 else "topics ") + ", ".join(names)
    if kind == "TopicAuthorizationFailedError":
        return f"no permission for {listed}"
    if kind == "UnknownTopicOrPartitionError":
        return f"no {listed} at {settings.bootstrap_servers}"
    return f"{listed}: {kind}"
