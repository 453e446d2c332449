"""``dateline audit`` on a real broker: it sees what is lost and what is doubled, whatever the log looks like."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.structs import OffsetAndMetadata

import schemas
from connectors.kafka.log import produce
from connectors.kafka.settings import KafkaSettings
from connectors.records import OutputRecord
from pipeline.encode import Encoder
from tests.brokers import fill, fill_with_holes, messages, new_name, new_topic
from tests.pipeline.cli.command import Dateline, Ended

ARTICLES, PARTITIONS = 12, 2
Place = tuple[int, int]


@dataclass
class Stream:
    """Topics of a stream, and what writes to its outputs behind its back."""

    servers: str
    inputs: str
    enriched: str
    dead_letters: str
    events: str
    index: str
    group: str
    _unsent: list[OutputRecord] = field(default_factory=list)

    def write(self, topic: str, schema: str, record: Mapping[str, Any]) -> None:
        encoder = Encoder()
        value = encoder.encode(schema, record)
        self._unsent.append(OutputRecord(topic, None, value, encoder.headers(schema)))

    def flush(self) -> None:
        """Send what has been written."""
        if self._unsent:
            produce(KafkaSettings(self.servers, "tests"), self._unsent)
            self._unsent.clear()

    def _origin(self, place: Place) -> dict[str, Any]:
        return {"topic": self.inputs, "partition": place[0], "offset": place[1]}

    def settle(self, place: Place, outcome: str = "EXTRACTED", main_event: str | None = None) -> None:
        """Write an outcome of the record at `place`."""
        record = dict.fromkeys(("title", "published_at", "language", "source", "url"))
        record |= {"article_id": f"a-{place}", "text": "", "outcome": outcome, "origin": self._origin(place)}
        record |= {"main_event_id": main_event, "pipeline_version": "0", "model_version": "0"}
        self.write(self.enriched, schemas.ENRICHED_ARTICLE, record)

    def bury(self, place: Place) -> None:
        """Write a dead letter of the record at `place`."""
        record = {"origin": self._origin(place), "stage": "decode", "reason": "NO_CONTENT", "error": "empty"}
        record |= {"failed_at": datetime.now(UTC), "attempts": 1, "pipeline_version": "0"}
        self.write(self.dead_letters, schemas.DEAD_LETTER, record)

    def tell(self, event: str, place: Place) -> None:
        """Write an event of the article at `place`."""
        span = {"text": "", "start": 0, "end": 0, "part": "TEXT"}
        record = {"event_id": event, "article_id": f"a-{place}", "event_type": "CONSULT", "intensity": 1.0}
        record |= {"quad_class": "VERBAL_COOPERATION", "modality": "OCCURRED", "confidence": 0.9}
        record |= {"trigger": span, "sentence": span, "pipeline_version": "0", "model_version": "0"}
        self.write(self.events, schemas.EVENT, record)

    def commit(self, offsets: Mapping[int, int]) -> None:
        """Commit `offsets`, by partition, for the group."""
        consumer = KafkaConsumer(bootstrap_servers=self.servers, group_id=self.group)
        places = {
            TopicPartition(self.inputs, at): OffsetAndMetadata(to, "", -1) for at, to in offsets.items()
        }
        consumer.assign(list(places))
        consumer.commit(places)
        consumer.close(autocommit=False)

    def ends(self) -> dict[int, int]:
        """One past the last record to read in each partition."""
        return {message.partition: message.offset + 1 for message in messages(self.servers, self.inputs)}


def new_stream(servers: str, **config: str) -> Stream:
    names = {name: new_topic(servers, name) for name in ("enriched", "dead_letters", "events", "index")}
    inputs = new_topic(servers, "in", PARTITIONS, {name.replace("_", "."): to for name, to in config.items()})
    return Stream(servers, inputs, group=new_name("group"), **names)


def settled(stream: Stream) -> Stream:
    """Every record of the input with its outcome, all committed."""
    for number, message in enumerate(messages(stream.servers, stream.inputs)):
        place = (message.partition, message.offset)
        if number % 4 == 3:
            stream.bury(place)
        else:
            stream.settle(place, main_event=f"main of {place}")
            stream.tell(f"main of {place}", place)
    stream.commit(stream.ends())
    return stream


@pytest.fixture
def stream(kafka: str) -> Stream:
    """Twelve records in two partitions: nine extracted with an event each, three dead letters."""
    made = new_stream(kafka)
    fill(kafka, made.inputs, [b"x"] * ARTICLES, PARTITIONS)
    return settled(made)


Audit = Callable[..., Ended]


@pytest.fixture
def audit(dateline: Dateline) -> Audit:
    """``dateline audit`` of a stream."""

    def call(stream: Stream, *more: str) -> Ended:
        stream.flush()
        options = {
            "bootstrap-servers": stream.servers,
            "group-id": stream.group,
            "input-topic": stream.inputs,
            "enriched-topic": stream.enriched,
            "dead-letter-topic": stream.dead_letters,
            "events-topic": stream.events,
            "index-topic": stream.index,
        }
        given = [part for name, value in options.items() for part in (f"--{name}", value)]
        return dateline("audit", *given, *more)

    return call


def said(ended: Ended) -> dict[str, Any]:
    assert ended.code in (0, 1), ended.err
    found: dict[str, Any] = json.loads(ended.out)
    return found


def test_sound_books(stream: Stream, audit: Audit) -> None:
    ended = audit(stream)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "12 records = 9 extracted + 0 duplicates + 0 in another language + 0 empty + 3 dead letters, "
        f"as far as group {stream.group} has committed",
        "9 events",
        "✓ nothing missing, nothing doubled",
    ]


def test_each_fault_is_found_and_named(kafka: str, audit: Audit) -> None:
    stream = new_stream(kafka)
    fill_with_holes(kafka, stream.inputs, [b"x"] * ARTICLES, PARTITIONS)
    places = [(message.partition, message.offset) for message in messages(kafka, stream.inputs)]
    aborted = (0, 1)
    assert aborted not in places
    settled(stream)
    assert audit(stream).code == 0
    stream.settle(places[0], "DUPLICATE")
    stream.bury(places[4])
    stream.settle(aborted, "EMPTY")
    stream.tell("stray", (9, 9))
    stream.tell(f"main of {places[5]}", places[5])
    ended = audit(stream, "--json")
    assert (ended.code, ended.err) == (1, "")
    found = said(ended)
    assert found["balanced"] is False
    assert found["examples"] == {
        "doubled": [f"{stream.inputs}[{partition}]@{offset}" for partition, offset in (places[0], places[4])],
        "foreign": [f"{stream.inputs}[0]@1"],
        "orphan_events": [f"{stream.events}[0]@9"],
        "doubled_events": [f"{stream.events}[0]@10"],
    }


def test_a_lost_record_is_found_and_named(stream: Stream, audit: Audit) -> None:
    fill(stream.servers, stream.inputs, [b"lost", b"x", b"x"], PARTITIONS)
    stream.settle((0, 7))
    stream.settle((1, 6))
    stream.commit({0: 8, 1: 7})
    ended = audit(stream)
    assert ended.code == 1
    assert f"missing: {stream.inputs}[0]@6" in ended.out.splitlines()
    assert ended.out.endswith("✗ 1 records without an outcome\n")


def test_an_article_without_its_main_event_is_found(stream: Stream, audit: Audit) -> None:
    fill(stream.servers, stream.inputs, [b"x"])
    stream.settle((0, 6), main_event="lost")
    stream.commit({0: 7})
    assert said(audit(stream, "--json"))["examples"] == {"missing_events": [f"{stream.inputs}[0]@6"]}


def test_what_waits_for_the_group_is_not_missing_unless_it_is_asked_for(stream: Stream, audit: Audit) -> None:
    fill(stream.servers, stream.inputs, [b"x"] * 3, PARTITIONS)
    stream.settle((0, 6))  # in a transaction that the audit sees before its offset
    ended = audit(stream, "--json")
    assert (ended.code, said(ended)["waiting"], said(ended)["records"]) == (0, 3, 12)
    assert "3 offsets, at most, wait" in audit(stream).out
    asked = audit(stream, "--to-end", "--json")
    assert (asked.code, said(asked)["missing"], said(asked)["records"]) == (1, 2, 15)


def test_a_group_that_has_committed_nothing_has_all_before_it(stream: Stream, audit: Audit) -> None:
    ended = audit(replace(stream, group=new_name("group")), "--json")
    assert (ended.code, said(ended)["waiting"], said(ended)["records"]) == (0, 12, 0)


def test_dead_letters_put_back_have_outcomes_of_their_own(stream: Stream, audit: Audit) -> None:
    headers = (("dateline-attempts", b"1"),)
    again = OutputRecord(stream.inputs, None, b"x", headers)
    producer = KafkaProducer(bootstrap_servers=stream.servers)
    for partition in (0, 1):
        producer.send(again.topic, again.value, partition=partition, headers=list(headers))
    producer.flush()
    producer.close()
    stream.settle((0, 6), "DUPLICATE")
    stream.bury((1, 6))
    stream.commit(stream.ends())
    ended = audit(stream, "--json")
    assert ended.code == 0, ended.out
    assert said(ended)["put_back"] == {"DUPLICATE": 1, "DEAD_LETTER": 1}
    assert "2 of them are dead letters put back: 0 extracted + 1 duplicate" in audit(stream).out


def test_compacted_input_has_gaps_and_no_losses(kafka: str, audit: Audit) -> None:
    stream = new_stream(
        kafka,
        cleanup_policy="compact",
        segment_ms="1",
        min_cleanable_dirty_ratio="0.01",
        max_compaction_lag_ms="1",
    )
    producer = KafkaProducer(bootstrap_servers=kafka)
    for number in range(10):
        producer.send(stream.inputs, b"x", key=b"k%d" % (number % 3), partition=0).get()
    for offset in range(10):  # some may be compacted away already
        stream.settle((0, offset), "EMPTY")
    for number in range(3):  # a new segment, so that those before it may be compacted
        time.sleep(0.01)
        producer.send(stream.inputs, b"x", key=b"k%d" % number, partition=0).get()
    producer.close()
    deadline = time.monotonic() + 60
    while len(messages(kafka, stream.inputs)) > 4 and time.monotonic() < deadline:
        time.sleep(0.2)
    left = {message.offset for message in messages(kafka, stream.inputs)}
    for offset in (10, 11, 12):
        stream.settle((0, offset), "EMPTY")
    stream.commit({0: 13})
    ended = audit(stream, "--json")
    assert ended.code == 0, ended.out
    assert said(ended)["records"] == len(left) < 13
    assert said(ended)["expired"] == 13 - len(left)


def test_since_leaves_out_what_came_before(stream: Stream, audit: Audit) -> None:
    fill(stream.servers, stream.inputs, [b"lost"], 1)
    stream.tell("stray", (9, 9))
    stream.flush()
    time.sleep(0.01)
    since = datetime.now(UTC).isoformat()
    time.sleep(0.01)
    fill(stream.servers, stream.inputs, [b"x"] * 2, PARTITIONS)
    stream.settle((0, 7), main_event="new")
    stream.tell("new", (0, 7))
    stream.settle((1, 6), "EMPTY")
    stream.commit(stream.ends())
    assert audit(stream).code == 1
    ended = audit(stream, "--since", since, "--json")
    assert ended.code == 0, ended.out
    assert (said(ended)["records"], said(ended)["events"]) == (2, 1)


def test_an_output_topic_that_forgets_is_named(stream: Stream, audit: Audit) -> None:
    from kafka import KafkaAdminClient

    stream.flush()
    client = KafkaAdminClient(bootstrap_servers=stream.servers)
    client.delete_records({TopicPartition(stream.enriched, 0): 2})
    client.close()
    ended = audit(stream)
    assert ended.code == 1
    assert f"{stream.enriched} no longer holds all" in ended.err
    assert "--since" in ended.err


def test_an_open_transaction_is_waited_for(stream: Stream, audit: Audit) -> None:
    producer = KafkaProducer(bootstrap_servers=stream.servers, transactional_id=new_name("open"))
    producer.init_transactions()
    producer.begin_transaction()
    producer.send(stream.inputs, b"aborted", partition=0)
    producer.flush()
    producer.abort_transaction()
    producer.close()
    stream.commit({0: 7})
    ended = audit(stream, "--json")
    assert (ended.code, said(ended)["records"]) == (0, 12)


def test_no_broker_is_one_line(dateline: Dateline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.kafka.clients.BOOTSTRAP_MS", 500)
    ended = dateline("audit", "--bootstrap-servers", "127.0.0.1:1")
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1
