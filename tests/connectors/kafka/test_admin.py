"""Topics are made when asked for, and never otherwise."""

import time

import pytest
from kafka import TopicPartition

from connectors.errors import ConnectorError
from connectors.kafka.admin import (
    TopicSpec,
    check_topics,
    create_topics,
    end_offsets,
    max_message_bytes,
    partitions,
)
from connectors.kafka.settings import KafkaSettings
from tests.brokers import fill, new_name, new_topic


@pytest.fixture
def settings(kafka):
    return KafkaSettings(kafka, "group")


def test_topics_are_made_once_as_specified(settings):
    new, compacted = new_name("made"), new_name("made")
    specs = [
        TopicSpec(new, 3, 1, {"max.message.bytes": "5000"}),
        TopicSpec(compacted, 1, 1, {"cleanup.policy": "compact"}),
    ]
    assert create_topics(settings, specs) == [new, compacted]
    assert create_topics(settings, [*specs, TopicSpec(new_name("made"), 1)])[:1] != [new]
    assert partitions(settings, [new]) == [TopicPartition(new, number) for number in range(3)]
    assert max_message_bytes(settings, new) == 5000
    assert max_message_bytes(settings, compacted) == 1_048_588


def test_every_missing_topic_is_named(settings, kafka):
    topic = new_topic(kafka)
    check_topics(settings, [topic])
    with pytest.raises(ConnectorError, match="no topics gone-a, gone-b at 127"):
        check_topics(settings, [topic, "gone-b", "gone-a"])


def test_an_impossible_topic_is_named(settings):
    with pytest.raises(ConnectorError, match="creating topic too-many: InvalidReplicationFactorError"):
        create_topics(settings, [TopicSpec("too-many", 1, 5)])


def test_end_offsets(settings, kafka):
    topic = new_topic(kafka, partitions=2)
    fill(kafka, topic, [b"x"] * 5, 2)
    assert end_offsets(settings, [topic]) == {TopicPartition(topic, 0): 3, TopicPartition(topic, 1): 2}


def test_an_unreachable_broker_is_one_clear_error(monkeypatch):
    monkeypatch.setattr("connectors.kafka.clients.BOOTSTRAP_MS", 1000)
    began = time.monotonic()
    with pytest.raises(ConnectorError, match=r"can't reach Kafka at 127\.0\.0\.1:1: 111 ECONNREFUSED"):
        check_topics(KafkaSettings("127.0.0.1:1", "group"), ["topic"])
    assert time.monotonic() - began < 5
