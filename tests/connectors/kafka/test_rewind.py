"""A group is set back to an earlier time, once, and whoever held it is shut out."""

import json
from datetime import UTC, datetime

import pytest
from kafka import KafkaProducer, TopicPartition

from connectors.errors import ConnectorError, FencedError
from connectors.kafka import rewind as rewinding
from connectors.kafka.admin import committed_offsets
from connectors.kafka.log import read_all
from connectors.kafka.rewind import Move, moves, rewind
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.writers import TransactionalWriter
from connectors.records import OutputRecord
from tests.brokers import new_name, new_topic

HOUR_MS = 3_600_000
START_MS = 1_760_000_000_000


def hour(number: float) -> str:
    return datetime.fromtimestamp((START_MS + number * HOUR_MS) / 1000, UTC).isoformat()


class Group:
    """A topic of two partitions, with a record an hour in the first for ten hours, and none after the second hour
    in the other; and a group that has read as far as `done`."""

    def __init__(self, servers, *done):
        self.servers = servers
        self.topic, self.notes = new_topic(servers, "in", 2), new_topic(servers, "notes")
        self.settings = KafkaSettings(servers, new_name("group"))
        producer = KafkaProducer(bootstrap_servers=servers)
        for partition, hours in ((0, 10), (1, 3)):
            for number in range(hours):
                at = START_MS + number * HOUR_MS
                producer.send(self.topic, b"x", partition=partition, timestamp_ms=at)
        producer.flush()
        producer.close()
        self.writers = [self.writer(partition) for partition in range(len(done))]
        for writer, offset in zip(self.writers, done, strict=True):
            writer.write([], offset)

    def writer(self, partition):
        return TransactionalWriter(self.settings, TopicPartition(self.topic, partition))

    def moves(self, since):
        return moves(self.settings, [self.topic], since)

    def rewind(self, since):
        return rewind(self.settings, self.moves(since), self.note)

    def note(self, move):
        return OutputRecord(
            self.notes, None, json.dumps([move.partition, move.back_to, move.committed]).encode()
        )

    def noted(self):
        return [json.loads(record.value) for record in read_all(self.settings, self.notes)]

    def stands(self):
        found = committed_offsets(self.settings, [self.topic])
        return [found[TopicPartition(self.topic, partition)] for partition in (0, 1)]


def test_each_partition_goes_back_to_the_first_record_of_the_time(kafka):
    group = Group(kafka, 9, 3)
    assert group.moves(hour(3.5)) == [Move(group.topic, 0, 9, 4, False), Move(group.topic, 1, 3, 3, False)]
    assert group.stands() == [9, 3]
    assert [tuple(move.span) for move in group.rewind(hour(3.5))] == [(4, 5, 6, 7, 8)]
    assert (group.stands(), group.noted()) == ([4, 3], [[0, 4, 9]])
    assert group.rewind(hour(3.5)) == [], "done again it has nothing to do"
    assert group.rewind("earliest") == [Move(group.topic, 0, 4, 0, False), Move(group.topic, 1, 3, 0, False)]
    assert (group.stands(), group.noted()[1:]) == ([0, 0], [[0, 0, 4], [1, 0, 3]])


def test_a_group_never_goes_forward_and_what_it_never_read_stays_unread(kafka):
    group = Group(kafka, 2)
    assert group.moves(hour(5)) == [Move(group.topic, 0, 2, 2, False)]
    assert group.rewind(hour(5)) == []
    assert group.stands() == [2, None]


def test_whoever_held_the_group_is_shut_out_and_what_it_wrote_last_is_read_again_too(kafka):
    group = Group(kafka, 5)
    planned = group.moves(hour(1))
    group.writers[0].write([], 8)
    assert rewind(group.settings, planned, group.note) == [Move(group.topic, 0, 8, 1, False)]
    with pytest.raises(FencedError, match="another process has taken over group"):
        group.writers[0].write([], 9)
    assert group.stands()[0] == 1
    assert group.writer(0).next_offset == 1


def test_a_run_that_starts_meanwhile_keeps_the_group_and_nothing_is_noted(kafka, monkeypatch):
    group = Group(kafka, 5)
    made = rewinding._writer

    def overtaken(settings, move):
        writer = made(settings, move)
        group.writer(0)
        return writer

    monkeypatch.setattr(rewinding, "_writer", overtaken)
    with pytest.raises(FencedError):
        group.rewind(hour(1))
    assert (group.stands()[0], group.noted()) == (5, [])


def test_what_a_topic_no_longer_holds_is_said(kafka):
    from kafka import KafkaAdminClient

    group = Group(kafka, 9)
    client = KafkaAdminClient(bootstrap_servers=kafka)
    client.delete_records({TopicPartition(group.topic, 0): 4})
    client.close()
    assert group.moves(hour(2)) == [Move(group.topic, 0, 9, 4, True)]
    assert group.moves(hour(6)) == [Move(group.topic, 0, 9, 6, False)]


def test_an_unknown_group_and_a_missing_topic_are_errors(kafka):
    group = Group(kafka)
    with pytest.raises(ConnectorError, match=f"group {group.settings.group_id} has committed nothing in"):
        group.moves(hour(1))
    with pytest.raises(ConnectorError, match="no topic not-there at"):
        moves(group.settings, ["not-there"], hour(1))
