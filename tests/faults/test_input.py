"""Input with holes: aborted transactions, markers, compaction. Two topics, read by one run and one audit."""

import time

import pytest
from kafka import KafkaProducer

from connectors.kafka.admin import TopicSpec
from connectors.kafka.admin import create_topics as create
from connectors.kafka.settings import KafkaSettings
from deploy.kafka.broker import Broker
from tests.brokers import fill_with_holes, messages
from tests.faults.stream import Run, audit, finish, until, value
from tests.outcomes import create_topics

TRANSACTIONAL, KEYS, VERSIONS = 45, 5, 6
COMPACTION = {
    "cleanup.policy": "compact",
    "segment.ms": "100",
    "min.cleanable.dirty.ratio": "0.01",
    "max.compaction.lag.ms": "100",
}
BOTH = ("--input-topic", "articles,articles-compacted")


def fill_compacted(address: str, first: int) -> None:
    """Some versions of articles under few keys."""
    producer = KafkaProducer(bootstrap_servers=address)
    for number in range(KEYS * VERSIONS):
        key = b"%d" % (number % KEYS)
        producer.send("articles-compacted", value(first + number), key=key, partition=0).get()
    producer.close()


def left(address: str) -> int:
    return len(messages(address, "articles-compacted"))


@pytest.mark.faults
def test_holes_are_no_losses() -> None:
    with Broker(properties={"log.cleaner.backoff.ms": "200"}) as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        create(KafkaSettings(address, "tests"), [TopicSpec("articles-compacted", 2, 1, COMPACTION)])
        fill_with_holes(address, "articles", [value(number) for number in range(TRANSACTIONAL)], 3)
        fill_compacted(address, 200)
        time.sleep(0.2)
        fill_compacted(address, 300)
        until(lambda: left(address) < 2 * KEYS * VERSIONS, "compaction")
        with Run(address, *BOTH) as life:
            life.until_it_commits()
            life.kill()
        finish(address, *BOTH)
        before = audit(address, "holes in the input", *BOTH)
        assert before["records"] < TRANSACTIONAL + 2 * KEYS * VERSIONS
