"""Where a new group starts, and that it holds."""

import pytest
from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import NewPartitions

from connectors.kafka.admin import committed_offsets, partitions
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.start import settle_start
from connectors.kafka.writers import FlushingWriter, TransactionalWriter
from tests.brokers import fill, new_name, new_topic

BOTH = pytest.mark.parametrize("kind", [TransactionalWriter, FlushingWriter])


def stands(settings, topic):
    return [offset for _, offset in sorted(committed_offsets(settings, [topic]).items())]


@BOTH
def test_a_start_at_the_end_holds_over_a_restart_and_leaves_what_is_committed(kafka, kind):
    topic, settings = new_topic(kafka, partitions=2), KafkaSettings(kafka, new_name("group"))
    fill(kafka, topic, [b"old"] * 6, 2)
    settle_start(settings, [topic], "latest", kind)
    assert stands(settings, topic) == [3, 3]
    fill(kafka, topic, [b"new"] * 2, 2)
    settle_start(settings, [topic], "latest", kind)
    assert stands(settings, topic) == [3, 3], "what came before the run died is still to be read"


@BOTH
def test_a_partition_that_was_added_is_read_from_its_beginning(kafka, kind):
    grown, other = new_topic(kafka), new_topic(kafka)
    settings = KafkaSettings(kafka, new_name("group"))
    settle_start(settings, [grown], "latest", kind)
    client = KafkaAdminClient(bootstrap_servers=kafka)
    client.create_partitions({grown: NewPartitions(2)})
    client.close()
    while len(partitions(settings, [grown])) < 2:
        pass
    fill(kafka, grown, [b"x"] * 4, 2)
    fill(kafka, other, [b"x"] * 4)
    settle_start(settings, [grown, other], "latest", kind)
    assert stands(settings, grown) == [0, 0]
    assert stands(settings, other) == [4], "a topic that is new to the group starts where it is told"


def test_a_start_at_the_earliest_commits_nothing(kafka):
    topic, settings = new_topic(kafka), KafkaSettings(kafka, new_name("group"))
    settle_start(settings, [topic], "earliest", TransactionalWriter)
    assert stands(settings, topic) == [None]


def test_a_start_is_at_the_first_record_of_a_time(kafka):
    topic, settings = new_topic(kafka), KafkaSettings(kafka, new_name("group"))
    fill(kafka, topic, [b"x"] * 3)
    settle_start(settings, [topic], "2001-01-01", TransactionalWriter)
    assert committed_offsets(settings, [topic]) == {TopicPartition(topic, 0): 0}
