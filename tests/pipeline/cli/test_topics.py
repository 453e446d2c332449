"""Commands on a real broker: topics, tail, replay."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from kafka import KafkaConsumer, TopicPartition

import schemas
from connectors.kafka.log import produce
from connectors.kafka.settings import KafkaSettings
from connectors.records import OutputRecord
from pipeline.encode import Encoder
from tests.brokers import new_name, new_topic
from tests.pipeline.cli.command import Dateline, Ended


def letter(topic: str, number: int, stage: str = "decode", reason: str = "NOT_DECODABLE") -> dict[str, Any]:
    """A dead letter; number 0 has no value."""
    return {
        "key": f"key-{number}".encode(),
        "value": b"\xff\x00" + bytes([number]) if number else None,
        "headers": [{"name": "trace", "value": b"\xfe"}, {"name": "dateline-attempts", "value": b"1"}],
        "timestamp": None,
        "origin": {"topic": topic, "partition": 0, "offset": number},
        "stage": stage,
        "reason": reason,
        "error": f"broken {number}",
        "failed_at": datetime(2026, 1, 1 + number, tzinfo=UTC),
        "attempts": 2,
        "pipeline_version": "0.1.0",
    }


def write(servers: str, topic: str, schema: str, records: Sequence[dict[str, Any]]) -> None:
    """Write `records` as the pipeline does."""
    encoder = Encoder()
    values = [encoder.encode(schema, record) for record in records]
    settings = KafkaSettings(servers, "tests")
    produce(settings, [OutputRecord(topic, None, value, encoder.headers(schema)) for value in values])


def read(servers: str, topic: str) -> list[Any]:
    """All committed records of a topic of one partition, as the client gives them."""
    consumer = KafkaConsumer(bootstrap_servers=servers, isolation_level="read_committed")
    part = TopicPartition(topic, 0)
    consumer.assign([part])
    consumer.seek_to_beginning()
    end, found = consumer.end_offsets([part])[part], []
    while consumer.position(part) < end:
        for records in consumer.poll(200).values():
            found += records
    consumer.close()
    return found


Replay = Callable[..., Ended]


@pytest.fixture
def topics(kafka: str) -> tuple[str, str]:
    """A topic, and the topic of its dead letters: two pairs of a step and a reason, five in all."""
    articles, dead_letters = new_topic(kafka, "articles"), new_topic(kafka, "dead")
    made = [letter(articles, number) for number in range(3)]
    made += [letter(articles, number, "extract", "TIMEOUT") for number in (3, 4)]
    write(kafka, dead_letters, schemas.DEAD_LETTER, made)
    return articles, dead_letters


@pytest.fixture
def replay(kafka: str, topics: tuple[str, str], dateline: Dateline) -> Replay:
    """``dateline replay`` on the topic of dead letters."""

    def call(*more: str) -> Ended:
        ended = dateline("replay", "--bootstrap-servers", kafka, "--dead-letter-topic", topics[1], *more)
        assert ended.code == 0, ended.err
        return ended

    return call


def test_replay_puts_the_untouched_record_back_once(
    kafka: str, topics: tuple[str, str], replay: Replay
) -> None:
    assert "5 dead letters replayed" in replay().err
    assert "0 dead letters replayed" in replay().err
    found = {record.value and record.value[2]: record for record in read(kafka, topics[0])}
    assert set(found) == {None, 1, 2, 3, 4}
    assert found[2].key == b"key-2"
    assert found[2].value == b"\xff\x00\x02"
    assert found[2].headers == [("trace", b"\xfe"), ("dateline-attempts", b"2")]
    assert found[None].key == b"key-0"


def test_replay_by_reason_leaves_the_others_for_later(
    kafka: str, topics: tuple[str, str], replay: Replay
) -> None:
    assert "2 dead letters replayed" in replay("--reason", "TIMEOUT").err
    assert [record.value[2] for record in read(kafka, topics[0])] == [3, 4]
    assert "1 dead letter replayed" in replay("--stage", "decode", "--limit", "1").err
    assert "1 dead letter replayed" in replay("--since", "2026-01-03").err
    assert "0 dead letters replayed" in replay("--reason", "CRASHED").err


def test_what_holds_nothing_is_passed_over(kafka: str, topics: tuple[str, str], replay: Replay) -> None:
    write(kafka, topics[1], schemas.DEAD_LETTER, [letter(topics[0], 0) | {"key": None}])
    ended = replay()
    assert "nothing in it" in ended.err
    assert "5 dead letters replayed" in ended.err


def test_a_dry_run_writes_nothing(kafka: str, topics: tuple[str, str], replay: Replay) -> None:
    shown = replay("--dry-run", "--json")
    assert [json.loads(line)["error"] for line in shown.out.splitlines()] == [f"broken {n}" for n in range(5)]
    assert "5 dead letters would be replayed" in shown.err
    assert read(kafka, topics[0]) == []
    assert "5 dead letters replayed" in replay().err


def test_topics_are_made_when_asked_and_left_alone_after(kafka: str, dateline: Dateline) -> None:
    names = {kind: new_name(kind) for kind in ("input", "events", "enriched", "dead-letter", "index")}
    options = [part for kind, name in names.items() for part in (f"--{kind}-topic", name)]

    def topics(command: str, *more: str) -> Ended:
        return dateline("topics", command, "--bootstrap-servers", kafka, *options, *more)

    before = [json.loads(line) for line in topics("list", "--json").out.splitlines()]
    assert {row["exists"] for row in before} == {False}
    assert "2 partitions" in topics("create", "--partitions", "2").out
    assert topics("create", "--partitions", "4").out.count("left as it is") == 5
    after = {
        row["topic"]: row["partitions"] for row in map(json.loads, topics("list", "--json").out.splitlines())
    }
    assert after == {name: 1 if kind == "index" else 2 for kind, name in names.items()}
    described = [json.loads(line) for line in topics("describe", names["input"], "--json").out.splitlines()]
    assert [(row["partition"], row["end"], row["left"]) for row in described] == [(0, 0, 0), (1, 0, 0)]


def test_a_missing_topic_is_one_line(kafka: str, dateline: Dateline) -> None:
    ended = dateline("tail", "no-such-topic", "--bootstrap-servers", kafka)
    assert (ended.code, ended.out) == (2, "")
    assert "no-such-topic" in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("form", ["--json", "--reason"])
def test_tail_follows_until_it_is_interrupted(kafka: str, topics: tuple[str, str], form: str) -> None:
    more = ["--json"] if form == "--json" else []
    command = [sys.executable, "-m", "pipeline.cli", "tail", topics[1], "--from-beginning"]
    with subprocess.Popen(
        [*command, "--bootstrap-servers", kafka, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background ignores it
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [process.stdout.readline() for _ in range(5)]
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read() == ""
    if form == "--json":
        assert [json.loads(line)["attempts"] for line in lines] == [2] * 5
    else:
        assert lines[4].split("\t")[1:] == ["extract: TIMEOUT", f"{topics[0]}[0]@4", "tried 2×", "broken 4\n"]
