"""The books of a run, read from Kafka alone: which outcome each input offset has."""

import io
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import fastavro
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

import schemas

Offset = tuple[str, int, int]
DATELINE = (sys.executable, "-m", "pipeline.cli")
OUTPUTS = {
    "events": schemas.EVENT,
    "articles-enriched": schemas.ENRICHED_ARTICLE,
    "articles-dead-letter": schemas.DEAD_LETTER,
}


def read(address: str, topic: str) -> Iterator[Any]:
    """The committed records of `topic`, as kafka-python gives them."""
    consumer = KafkaConsumer(
        bootstrap_servers=address, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    try:
        numbers = consumer.partitions_for_topic(topic) or set()
        parts = [TopicPartition(topic, number) for number in sorted(numbers)]
        consumer.assign(parts)
        consumer.seek_to_beginning()
        ends = consumer.end_offsets(parts)
        while any(consumer.position(part) < end for part, end in ends.items()):
            for records in consumer.poll(200, max_records=5000).values():
                yield from records
    finally:
        consumer.close()


@dataclass
class Books:
    """What the output topics say."""

    outcomes: dict[Offset, list[str]] = field(default_factory=lambda: defaultdict(list))
    articles: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    dead_letters: list[dict[str, Any]] = field(default_factory=list)

    def count(self) -> Counter[str]:
        """How many input records had which outcome."""
        return Counter(outcome for found in self.outcomes.values() for outcome in found)


def books(address: str) -> Books:
    """The books of all that is committed in the output topics of the default names."""
    found = Books()
    for topic, schema in OUTPUTS.items():
        for record in read(address, topic):
            value = fastavro.schemaless_reader(io.BytesIO(record.value), schemas.load(schema), None)
            if topic == "events":
                found.events.append(value)
                continue
            origin = value["origin"]
            place = (origin["topic"], origin["partition"], origin["offset"])
            if topic == "articles-enriched":
                found.articles[value["article_id"]] = value
                found.outcomes[place].append(value["outcome"])
            else:
                found.dead_letters.append(value)
                found.outcomes[place].append(f"{value['stage']}:{value['reason']}")
    return found


def offsets(address: str, topic: str = "articles") -> set[Offset]:
    """The coordinates of all committed records of `topic`."""
    return {(record.topic, record.partition, record.offset) for record in read(address, topic)}


def start_run(address: str, *more: str) -> subprocess.Popen[bytes]:
    """``dateline run`` under way, with small limits of time and one process for extraction."""
    options = ("--bootstrap-servers", address, "--workers", "1", "--bundle-records", "16", *more)
    return subprocess.Popen([*DATELINE, "run", *options], stdin=subprocess.DEVNULL)


def create_topics(address: str) -> None:
    """The topics of the default names."""
    subprocess.run([*DATELINE, "topics", "create", "--bootstrap-servers", address], check=True, timeout=60)


@contextmanager
def producing(address: str) -> Iterator[KafkaProducer]:
    """A producer that takes large records; all is delivered when the context ends."""
    producer = KafkaProducer(bootstrap_servers=address, max_request_size=20_000_000)
    try:
        yield producer
        producer.flush()
    finally:
        producer.close()
