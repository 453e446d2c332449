"""Topics read, followed and written outside Beam."""

import threading
import time

import pytest
from kafka import KafkaProducer

from connectors.errors import ConnectorError
from connectors.kafka.log import follow, produce, read_all
from connectors.kafka.settings import KafkaSettings
from connectors.records import OutputRecord
from tests.brokers import fill, fill_with_holes, messages, new_name, new_topic


def settings_for(servers):
    return KafkaSettings(servers, new_name("group"))


def open_transaction(servers, topic, timeout_ms=60_000):
    """A producer with a transaction that has reached the broker and is not yet settled."""
    producer = KafkaProducer(
        bootstrap_servers=servers, transactional_id=new_name("open"), transaction_timeout_ms=timeout_ms
    )
    producer.init_transactions()
    producer.begin_transaction()
    producer.send(topic, b"in doubt")
    producer.flush()
    return producer


def test_read_all_reads_what_is_committed(kafka):
    topic = new_topic(kafka, partitions=2)
    written = [b"%d" % number for number in range(23)]
    fill_with_holes(kafka, topic, written, 2)
    found = list(read_all(settings_for(kafka), topic))
    assert sorted(record.value for record in found) == sorted(written)
    assert list(read_all(settings_for(kafka), new_topic(kafka))) == []


@pytest.mark.parametrize("commits", [True, False])
def test_read_all_waits_for_an_open_transaction(kafka, commits):
    topic = new_topic(kafka)
    fill(kafka, topic, [b"before"])
    producer = open_transaction(kafka, topic)
    fill(kafka, topic, [b"after"])
    settle = producer.commit_transaction if commits else producer.abort_transaction
    timer = threading.Timer(2.0, settle)
    timer.start()
    found = [record.value for record in read_all(settings_for(kafka), topic)]
    assert found == [b"before", *([b"in doubt"] if commits else []), b"after"]
    timer.join()
    producer.close()


def test_read_all_says_what_it_waited_for_in_vain(kafka):
    topic = new_topic(kafka)
    producer = open_transaction(kafka, topic)
    with pytest.raises(ConnectorError, match="no further than offset 0 of 1: is a transaction open"):
        list(read_all(settings_for(kafka), topic, settle_seconds=2.0))
    producer.abort_transaction()
    producer.close()


def test_a_dead_producers_transaction_is_settled_by_the_broker(kafka):
    topic = new_topic(kafka)
    producer = open_transaction(kafka, topic, timeout_ms=1000)
    began = time.monotonic()
    assert list(read_all(settings_for(kafka), topic, settle_seconds=60.0)) == []
    assert time.monotonic() - began < 60
    producer.close(timeout=1)


def test_follow_gives_records_as_they_come(kafka):
    topic, stop, found = new_topic(kafka), threading.Event(), []
    fill(kafka, topic, [b"old"])
    settings = settings_for(kafka)

    def listen():
        for record in follow(settings, [topic], "earliest", stop):
            found.append(record.value)
            if record.value == b"old":
                fill(kafka, topic, [b"new"])

    listener = threading.Thread(target=listen)
    listener.start()
    deadline = time.monotonic() + 20
    while len(found) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    stop.set()
    listener.join(5)
    assert found == [b"old", b"new"]
    assert not listener.is_alive()


def test_produce_writes_all_in_order(kafka):
    topic = new_topic(kafka)
    records = [OutputRecord(topic, b"k", b"%d" % number, (("h", None),)) for number in range(2500)]
    assert produce(settings_for(kafka), records) == 2500
    assert [message.value for message in messages(kafka, topic)] == [record.value for record in records]


def test_produce_names_what_was_not_delivered(kafka):
    topic = new_topic(kafka, config={"max.message.bytes": "1000"})
    with pytest.raises(ConnectorError, match=f"writing to {topic}: larger than the topic's max"):
        produce(settings_for(kafka), [OutputRecord(topic, None, bytes(5000))])
    slow = KafkaSettings(kafka, "group", {"max.block.ms": "1000"})
    with pytest.raises(ConnectorError, match="writing to not-there: no answer"):
        produce(slow, [OutputRecord("not-there", None, b"v")])
