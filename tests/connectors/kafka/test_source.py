"""The source on a real broker, its readers driven by hand."""

import threading
import time

import pytest
from apache_beam.utils.timestamp import MAX_TIMESTAMP, MIN_TIMESTAMP
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.structs import OffsetAndMetadata

from connectors.errors import ConnectorError
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.source import KafkaSource, MarkCoder, SourceSettings, allow_start, stop
from deploy.kafka.broker import Broker
from tests.brokers import fill, fill_with_holes, messages, new_name, new_topic


def settings_for(servers, *topics, group=None, **more):
    return SourceSettings(KafkaSettings(servers, group or new_name("group")), topics, **more)


OPEN = []


@pytest.fixture(autouse=True)
def _close_readers():
    yield
    while OPEN:
        OPEN.pop().close()


def opened(source, mark=None):
    if mark is not None:
        coder = source.get_checkpoint_mark_coder()
        mark = coder.decode(coder.encode(mark))
    OPEN.append(source.create_reader(None, mark))
    return OPEN[-1]


def reader_for(settings, mark=None):
    (source,) = KafkaSource(settings).split(1)
    return opened(source, mark)


def take(reader, count, seconds=20.0):
    """The next `count` records, or as many as come in time or before the end."""
    found, deadline = [], time.monotonic() + seconds
    while len(found) < count and time.monotonic() < deadline:
        if reader.advance():
            found.append(reader.get_current())
        elif reader.get_watermark() == MAX_TIMESTAMP:
            break
    return found


def commit(servers, group, topic, partition, offset):
    consumer = KafkaConsumer(bootstrap_servers=servers, group_id=group, enable_auto_commit=False)
    at = TopicPartition(topic, partition)
    consumer.assign([at])
    consumer.commit({at: OffsetAndMetadata(offset, "", -1)})
    consumer.close(autocommit=False)


def values(records):
    return [record.value for record in records]


def test_links_lead_over_the_holes_of_transactions(kafka):
    topic = new_topic(kafka)
    written = [b"%d" % number for number in range(23)]
    fill_with_holes(kafka, topic, written)
    reader = reader_for(settings_for(kafka, topic, until_caught_up=True))
    found = take(reader, 100)
    offsets = [record.origin.offset for record in found]
    assert values(found) == written
    assert offsets == [message.offset for message in messages(kafka, topic)]
    assert offsets[-1] > len(offsets)
    assert [record.link for record in found] == [-1, *(offset + 1 for offset in offsets[:-1])]
    assert reader.get_watermark() == MAX_TIMESTAMP


def test_links_lead_over_the_holes_of_compaction(kafka):
    config = {
        "cleanup.policy": "compact",
        "segment.ms": "100",
        "min.cleanable.dirty.ratio": "0.01",
        "max.compaction.lag.ms": "200",
    }
    topic = new_topic(kafka, config=config)
    producer = KafkaProducer(bootstrap_servers=kafka)
    deadline = time.monotonic() + 60
    number = 0
    while len(messages(kafka, topic)) == number and time.monotonic() < deadline:
        producer.send(topic, b"%d" % number, key=b"%d" % (number % 3)).get()
        number += 1
        time.sleep(0.25)
    producer.close()
    found = take(reader_for(settings_for(kafka, topic, until_caught_up=True)), 1000)
    offsets = [record.origin.offset for record in found]
    assert len(offsets) < number
    assert [record.link for record in found] == [-1, *(offset + 1 for offset in offsets[:-1])]


def test_a_record_is_kept_as_it_was(kafka):
    topic = new_topic(kafka)
    producer = KafkaProducer(bootstrap_servers=kafka)
    headers = [("a", b"1"), ("a", b"2"), ("empty", b"")]
    producer.send(topic, b"value", key=b"key", headers=headers, timestamp_ms=1_700_000_000_123)
    producer.send(topic, None, key=b"key", timestamp_ms=1_700_000_000_000)
    producer.close()
    reader = reader_for(settings_for(kafka, topic))
    first, second = take(reader, 2)
    assert (first.key, first.value, first.headers) == (b"key", b"value", tuple(headers))
    assert (second.value, first.timestamp_ms) == (None, 1_700_000_000_123)
    assert reader.get_watermark().micros == 1_700_000_000_123_000


def test_starts(kafka):
    topic = new_topic(kafka)
    producer = KafkaProducer(bootstrap_servers=kafka)
    for number in range(6):
        producer.send(topic, b"%d" % number, timestamp_ms=1_700_000_000_000 + 1000 * number)
    producer.flush()
    reader = reader_for(settings_for(kafka, topic, start_from="2023-11-14T22:13:23Z"))
    (third,) = take(reader, 1)
    assert (third.value, third.link) == (b"3", -1)
    late = reader_for(settings_for(kafka, topic, start_from="2033-01-01"))
    latest = reader_for(settings_for(kafka, topic, start_from="latest"))
    assert not late.start()
    assert not latest.start()
    producer.send(topic, b"new")
    producer.close()
    assert values(take(late, 1)) == values(take(latest, 1)) == [b"new"]
    committed = settings_for(kafka, topic, start_from="latest")
    commit(kafka, committed.kafka.group_id, topic, 0, 2)
    assert [(r.value, r.link, r.replayed) for r in take(reader_for(committed), 2)] == [
        (b"2", 2, False),
        (b"3", 3, False),
    ]


def test_a_mark_resumes_behind_the_last_record_and_flags_what_is_committed(kafka):
    topic = new_topic(kafka)
    fill(kafka, topic, [b"%d" % number for number in range(10)])
    settings = settings_for(kafka, topic)
    reader = reader_for(settings)
    assert values(take(reader, 3)) == [b"0", b"1", b"2"]
    mark = reader.get_checkpoint_mark()
    assert values(take(reader, 2)) == [b"3", b"4"]
    reader.close()
    commit(kafka, settings.kafka.group_id, topic, 0, 5)
    restored = take(reader_for(settings, mark), 4)
    assert [(r.value, r.link, r.replayed) for r in restored] == [
        (b"3", 3, True),
        (b"4", 4, True),
        (b"5", 5, False),
        (b"6", 6, False),
    ]


def test_partitions_are_dealt_out_over_splits(kafka):
    topics = [new_topic(kafka, partitions=2), new_topic(kafka, partitions=2)]
    for topic in topics:
        fill(kafka, topic, [b"%d" % number for number in range(10)], 2)
    settings = settings_for(kafka, *topics, splits=3, until_caught_up=True)
    sources = list(KafkaSource(settings).split(20))
    assert len(sources) == 3
    found = [take(opened(source), 100) for source in sources]
    assert sorted(len(part) for part in found) == [5, 5, 10]
    assert len({record.origin for part in found for record in part}) == 20


def test_caught_up_means_what_was_there_at_the_start(kafka):
    topic = new_topic(kafka)
    fill(kafka, topic, [b"old"] * 5)
    settings = settings_for(kafka, topic, until_caught_up=True)
    reader = reader_for(settings)
    take(reader, 2)
    mark = reader.get_checkpoint_mark()
    fill(kafka, topic, [b"new"] * 500)
    later = reader_for(settings, mark)
    found = take(later, 600)
    assert values(found)[:3] == [b"old"] * 3
    assert len(found) < 200
    empty = reader_for(settings_for(kafka, new_topic(kafka), until_caught_up=True))
    assert take(empty, 1, 5) == []
    assert empty.get_watermark() == MAX_TIMESTAMP


def test_an_idle_partition_does_not_hold_the_watermark_back(kafka, monkeypatch):
    topic = new_topic(kafka, partitions=2)
    fill(kafka, topic, [b"x"])
    monkeypatch.setattr("connectors.kafka.line.IDLE_SECONDS", 3.0)
    reader = reader_for(settings_for(kafka, topic))
    (record,) = take(reader, 1)
    assert reader.get_watermark() == MIN_TIMESTAMP
    deadline = time.monotonic() + 20
    while reader.get_watermark() == MIN_TIMESTAMP and time.monotonic() < deadline:
        reader.advance()
    assert reader.get_watermark().micros == record.timestamp_ms * 1000


def test_stop_ends_a_reader_and_loses_nothing(kafka):
    topic = new_topic(kafka)
    fill(kafka, topic, [b"%d" % number for number in range(10)])
    settings = settings_for(kafka, topic)
    reader = reader_for(settings)
    take(reader, 4)
    stop()
    try:
        assert not reader.advance()
        assert reader.get_watermark() == MAX_TIMESTAMP
        mark = reader.get_checkpoint_mark()
    finally:
        allow_start()
    assert values(take(reader_for(settings, mark), 6)) == [b"%d" % number for number in range(4, 10)]


def test_an_idle_reader_waits_for_data(kafka):
    reader = reader_for(settings_for(kafka, new_topic(kafka)))
    reader.start()
    began, cpu = time.monotonic(), time.thread_time()
    for _ in range(10):
        assert not reader.advance()
    assert time.monotonic() - began > 1.5
    assert time.thread_time() - cpu < 0.5


def test_the_broker_goes_away_and_comes_back(tmp_path):
    with Broker(tmp_path / "broker") as broker:
        topic = new_topic(broker.bootstrap_servers)
        fill(broker.bootstrap_servers, topic, [b"%d" % number for number in range(5)])
        reader = reader_for(settings_for(broker.bootstrap_servers, topic))
        assert len(take(reader, 5)) == 5
        broker.kill()
        assert not reader.advance()
        broker.start()
        fill(broker.bootstrap_servers, topic, [b"%d" % number for number in range(5, 10)])
        found = take(reader, 5, 30)
        assert values(found) == [b"%d" % number for number in range(5, 10)]
        assert found[0].link == 5


def test_a_mark_can_be_taken_while_the_broker_goes_away(tmp_path):
    """A broker that is stopped hands its partitions back first, so the client asks anew where it stands."""
    with Broker(tmp_path / "broker") as broker:
        topic = new_topic(broker.bootstrap_servers)
        fill(broker.bootstrap_servers, topic, [b"%d" % number for number in range(3)])
        reader = reader_for(settings_for(broker.bootstrap_servers, topic))
        assert len(take(reader, 3)) == 3
        stopping = threading.Thread(target=broker.stop)
        stopping.start()
        offsets = []
        while stopping.is_alive() or len(offsets) < 3:
            assert not reader.advance()
            offsets += [position.offset for position in reader.get_checkpoint_mark().positions.values()]
            stopping.join(0.05)
        assert set(offsets) == {3}


def test_a_missing_topic_is_named(kafka):
    with pytest.raises(ConnectorError, match="no topic not-there at 127"):
        list(KafkaSource(settings_for(kafka, "not-there")).split(1))


def test_a_topic_made_anew_is_noticed(kafka):
    topic = new_topic(kafka)
    settings = settings_for(kafka, topic)
    commit(kafka, settings.kafka.group_id, topic, 0, 50)
    with pytest.raises(ConnectorError, match="beyond its end 0"):
        reader_for(settings).start()


def test_a_wrong_start_is_named():
    with pytest.raises(ConnectorError, match="not earliest, latest or an ISO 8601 time"):
        settings_for("host:1", "topic", start_from="yesterday")


def test_marks_are_coded_deterministically(kafka):
    topic = new_topic(kafka, partitions=2)
    reader = reader_for(settings_for(kafka, topic, until_caught_up=True))
    reader.start()
    mark, coder = reader.get_checkpoint_mark(), MarkCoder()
    again = coder.decode(coder.encode(mark))
    assert (again.positions, again.ends) == (mark.positions, mark.ends)
    assert coder.encode(again) == coder.encode(mark)
