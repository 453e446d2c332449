"""The sink on a real broker, in pipelines of a few records."""

from types import SimpleNamespace

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from kafka import TopicPartition
from kafka.errors import KafkaError

from connectors.errors import ConnectorError, FencedError
from connectors.kafka.admin import committed_offsets
from connectors.kafka.clients import explained
from connectors.kafka.log import fence
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.sink import (
    SinkSettings,
    WriteToKafka,
    _Commit,
    close_writers,
    nothing_gathered,
    refuse,
)
from connectors.kafka.source import SourceSettings
from connectors.kafka.writers import FlushingWriter, TransactionalWriter
from connectors.records import Committable, Origin, OutputRecord
from tests.brokers import fill, fill_with_holes, messages, new_name, new_topic
from tests.connectors.kafka import flows

BOTH = pytest.mark.parametrize("delivery", ["exactly-once", "at-least-once"])


@pytest.fixture
def out(kafka):
    return new_topic(kafka, "out")


@pytest.fixture
def index(kafka):
    return new_topic(kafka, "index")


def settings_for(servers, delivery="exactly-once", **more):
    return SinkSettings(KafkaSettings(servers, new_name("group")), delivery, **more)


def write(settings, items, **more):
    """Write `items` in one bundle, as an engine without any state of ours would."""
    pipeline = beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions([]))
    pipeline | beam.Create(items) | WriteToKafka(settings, **more)
    pipeline.run().wait_until_finish()


def items_of(topic, out, offsets, memo=None):
    links = [-1, *(offset + 1 for offset in offsets)]
    return [
        Committable(Origin(topic, 0, offset), link, (OutputRecord(out, b"%d" % offset, b"v"),), memo)
        for offset, link in zip(offsets, links, strict=False)
    ]


def keys(servers, topic):
    return [int(message.key) for message in messages(servers, topic)]


def committed(settings, topic):
    return committed_offsets(settings.kafka, [topic])[TopicPartition(topic, 0)]


@BOTH
def test_outputs_come_in_source_order_and_the_offset_with_them(kafka, out, delivery):
    topic, settings = new_topic(kafka), settings_for(kafka, delivery)
    fill(kafka, topic, [b"x"] * 10)
    items = items_of(topic, out, range(0, 10, 2))
    write(settings, [items[2], items[4], items[0], items[3], items[1]])
    assert keys(kafka, out) == [0, 2, 4, 6, 8]
    assert committed(settings, topic) == 9


@BOTH
def test_what_was_committed_is_dropped_when_it_comes_again(kafka, out, delivery):
    topic, settings = new_topic(kafka), settings_for(kafka, delivery)
    items = items_of(topic, out, range(8))
    write(settings, items[:5])
    close_writers()
    write(settings, items)
    assert keys(kafka, out) == list(range(8))


class State(list):
    """The value of a state or its bag, as an engine has brought it back."""

    def read(self):
        return self[0] if self else None

    def write(self, value):
        self[:] = [value]


def test_state_from_before_a_rewind_does_not_undo_it(kafka, out):
    topic, settings = new_topic(kafka), settings_for(kafka)
    items = items_of(topic, out, range(9))
    write(settings, items[:4])
    close_writers()
    for stands, refused in ((7, True), (4, False), (2, False)):
        commit = _Commit(settings, nothing_gathered, refuse)
        commit.start_bundle()
        bag = SimpleNamespace(read=list, clear=list, add=None)
        if refused:
            with pytest.raises(
                ConnectorError, match=f"set back to offset 4 of {topic}-0: start the run anew"
            ):
                commit.process(("", items[7]), bag, State([stands]))
        else:
            commit.process(("", items[2]), bag, State([stands]))
            commit.finish_bundle()
    assert (keys(kafka, out), committed(settings, topic)) == ([0, 1, 2, 3], 4)


def test_an_item_without_output_moves_the_offset(kafka, out):
    topic, settings = new_topic(kafka), settings_for(kafka)
    write(settings, [Committable(Origin(topic, 0, 0), -1)])
    assert committed(settings, topic) == 1
    assert keys(kafka, out) == []


def test_a_transaction_is_bounded_and_gathers_its_memos(kafka, out, index):
    topic, settings = new_topic(kafka), settings_for(kafka, transaction_records=4)
    write(settings, items_of(topic, out, range(10), b"m"), gather=flows.Index(index))
    assert [message.value for message in messages(kafka, index)] == [b"m m m m", b"m m m m", b"m m"]
    small = settings_for(kafka, transaction_bytes=1)
    write(small, items_of(new_topic(kafka), out, range(3), b"m"), gather=flows.Index(index))
    assert [message.value for message in messages(kafka, index)][3:] == [b"m"] * 3


def test_an_error_in_a_transaction_leaves_nothing_to_see(kafka, out):
    topic, settings = new_topic(kafka), settings_for(kafka)
    missing = OutputRecord("not-there", b"k", b"v")
    items = [*items_of(topic, out, range(3)), Committable(Origin(topic, 0, 3), 3, (missing,))]
    slow = KafkaSettings(kafka, settings.kafka.group_id, {"max.block.ms": "2000"})
    with pytest.raises(ConnectorError, match=r"writing what comes of .*: no answer"):
        write(SinkSettings(slow, patience_seconds=0), items)
    assert keys(kafka, out) == []
    assert committed(settings, topic) is None
    write(settings, items[:3])
    assert keys(kafka, out) == [0, 1, 2]


def test_a_writer_that_was_taken_over_is_fenced(kafka, out):
    settings, partition = settings_for(kafka).kafka, TopicPartition(new_topic(kafka), 0)
    first = TransactionalWriter(settings, partition)
    first.write([OutputRecord(out, b"1", b"first")], 1)
    second = TransactionalWriter(settings, partition)
    assert second.next_offset == 1
    with pytest.raises(FencedError, match="another process has taken over group"):
        first.write([OutputRecord(out, b"2", b"first")], 2)
    second.write([OutputRecord(out, b"2", b"second")], 2)
    assert [message.value for message in messages(kafka, out)] == [b"first", b"second"]
    first.close()
    second.close()


def test_fencing_a_group_stops_its_writers_and_aborts_what_they_left(kafka, out):
    settings, topic = settings_for(kafka).kafka, new_topic(kafka, partitions=2)
    writers = [TransactionalWriter(settings, TopicPartition(topic, number)) for number in range(2)]
    for writer in writers:
        writer._producer.begin_transaction()
        writer._producer.send(out, b"left open")
        writer._producer.flush()
    fence(settings, [topic])
    assert messages(kafka, out) == []
    for writer in writers:
        with pytest.raises(KafkaError) as caught:
            writer._producer.commit_transaction()
        assert isinstance(explained(settings, caught.value, ""), FencedError)
        writer.close()
    assert messages(kafka, out) == []


def test_at_least_once_writes_before_it_commits(kafka, out):
    settings, partition = settings_for(kafka).kafka, TopicPartition(new_topic(kafka), 0)
    writer = FlushingWriter(KafkaSettings(kafka, settings.group_id, {"max.block.ms": "1000"}), partition)
    with pytest.raises(ConnectorError):
        writer.write([OutputRecord(out, b"1", b"v"), OutputRecord("not-there", b"1", b"v")], 1)
    writer.close()
    again = FlushingWriter(settings, partition)
    assert again.next_offset == -1
    again.write([OutputRecord(out, b"1", b"v")], 1)
    again.close()
    assert len(messages(kafka, out)) in (1, 2)


def replace_large(item, output, limit):
    return [OutputRecord(output.topic, output.key, b"cut to %d" % limit)]


def test_an_output_too_large_for_its_topic_ends_the_run_or_is_replaced(kafka):
    topic, out = new_topic(kafka), new_topic(kafka, config={"max.message.bytes": "2000"})
    items = items_of(topic, out, range(3))
    items[1] = Committable(items[1].origin, 1, (OutputRecord(out, b"1", bytes(3000)),))
    settings = settings_for(kafka)
    with pytest.raises(
        ConnectorError, match=f"what comes of {topic}-0 offset 1 is larger than the 2000 bytes"
    ):
        write(settings, items)
    write(settings, items, on_too_large=replace_large)
    assert [message.value for message in messages(kafka, out)] == [b"v", b"cut to 2000", b"v"]


def test_a_large_output_within_its_topics_limit_is_written(kafka):
    topic, out = new_topic(kafka), new_topic(kafka, config={"max.message.bytes": "3000000"})
    value = bytes(range(256)) * 8_000
    write(settings_for(kafka), [Committable(Origin(topic, 0, 0), -1, (OutputRecord(out, None, value),))])
    (message,) = messages(kafka, out)
    assert message.value == value


@pytest.mark.parametrize("splits", [1, 4])
@BOTH
def test_from_source_to_sink(kafka, out, index, delivery, splits):
    topics = [new_topic(kafka, partitions=2), new_topic(kafka, partitions=2)]
    fill_with_holes(kafka, topics[0], [b"%d" % number for number in range(50)], 2)
    fill(kafka, topics[1], [b"%d" % number for number in range(50)], 2)
    settings = KafkaSettings(kafka, new_name("group"))
    source = SourceSettings(settings, tuple(topics), until_caught_up=True, bundle_records=20, splits=splits)
    for _ in range(2):
        flows.run(source, SinkSettings(settings, delivery), out, index)
        close_writers()
    expected = {
        f"{topic}/{message.partition}/{message.offset}".encode()
        for topic in topics
        for message in messages(kafka, topic)
    }
    found = [message.key for message in messages(kafka, out)]
    indexed = [key for message in messages(kafka, index) for key in message.value.split()]
    assert sorted(found) == sorted(indexed) == sorted(expected)
