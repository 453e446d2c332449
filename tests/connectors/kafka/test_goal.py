"""How far a group is, asked by one who does not run the source."""

import pytest
from kafka import TopicPartition

from connectors.kafka.goal import Goal
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.source import SourceSettings
from connectors.kafka.writers import FlushingWriter
from deploy.kafka.broker import Broker
from tests.brokers import fill, fill_with_holes, new_name, new_topic


def commit(settings, topic, offset):
    writer = FlushingWriter(settings, TopicPartition(topic, 0))
    writer.write([], offset)
    writer.close()


def test_reached_when_all_that_was_there_is_committed(kafka):
    topic, settings = new_topic(kafka), KafkaSettings(kafka, new_name("group"))
    fill_with_holes(kafka, topic, [b"x"] * 5)
    with Goal(SourceSettings(settings, (topic,))) as goal:
        assert not goal.reached()
        fill(kafka, topic, [b"later"])
        commit(settings, topic, 3)
        assert not goal.reached()
        commit(settings, topic, 11)  # five aborted, a marker, five committed: all but the marker at the end
        assert goal.reached()


@pytest.mark.faults
@pytest.mark.long
def test_not_reached_while_the_broker_is_away():
    with Broker() as broker:
        topic = new_topic(broker.bootstrap_servers)
        settings = KafkaSettings(broker.bootstrap_servers, "group")
        fill(broker.bootstrap_servers, topic, [b"x"])
        with Goal(SourceSettings(settings, (topic,))) as goal:
            commit(settings, topic, 1)
            broker.kill()
            assert not goal.reached()
            broker.start()
            while not goal.reached():
                pass
