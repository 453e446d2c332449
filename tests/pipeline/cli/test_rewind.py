"""``dateline rewind`` on a real broker: what it shows, what it refuses, and what it leaves for an audit."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from connectors.kafka.admin import committed_offsets
from connectors.kafka.log import read_all
from connectors.kafka.settings import KafkaSettings
from pipeline.rewinds import Rewind, noted
from tests.brokers import fill, new_topic
from tests.pipeline.cli.command import Dateline, Ended
from tests.pipeline.cli.test_audit import Stream, new_stream, settled

Call = Callable[..., Ended]


@pytest.fixture
def stream(kafka: str) -> Stream:
    """Twelve records in two partitions, each with its outcome, all committed."""
    made = new_stream(kafka)
    fill(kafka, made.inputs, [b"x"] * 12, 2)
    done = settled(made)
    done.flush()
    return done


@pytest.fixture
def rewind(dateline: Dateline) -> Call:
    """``dateline rewind`` of the group of a stream."""

    def call(stream: Stream, *more: str, **others: str) -> Ended:
        options = {
            "bootstrap-servers": stream.servers,
            "group-id": stream.group,
            "input-topic": stream.inputs,
            "index-topic": stream.index,
        } | {name.replace("_", "-"): value for name, value in others.items()}
        given = [part for name, value in options.items() for part in (f"--{name}", value)]
        return dateline("rewind", *given, *more)

    return call


def stands(stream: Stream) -> list[int | None]:
    found = committed_offsets(KafkaSettings(stream.servers, stream.group), [stream.inputs])
    return [offset for _, offset in sorted(found.items())]


def notes(stream: Stream) -> list[Rewind | None]:
    return [noted(record) for record in read_all(KafkaSettings(stream.servers, "tests"), stream.index)]


def test_a_dry_run_shows_what_would_be_done_and_changes_nothing(stream: Stream, rewind: Call) -> None:
    since = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    shown = rewind(stream, "--from-timestamp", since, "--dry-run")
    assert shown.code == 0
    assert [row.split() for row in shown.out.splitlines()] == [
        ["topic", "partition", "committed", "back", "to", "offsets"],
        [stream.inputs, "0", "6", "0", "6"],
        [stream.inputs, "1", "6", "0", "6"],
    ]
    assert shown.err == f"12 offsets would be before group {stream.group} once more\n"
    assert (stands(stream), notes(stream)) == ([6, 6], [])


def test_a_rewind_is_noted_in_the_index(stream: Stream, rewind: Call) -> None:
    done = rewind(stream, "--from-timestamp", "earliest", "--json")
    assert [json.loads(row)["offsets"] for row in done.out.splitlines()] == [6, 6]
    assert (done.code, stands(stream)) == (0, [0, 0])
    found = [note and (note.group, note.topic, note.partition, note.span) for note in notes(stream)]
    assert found == [(stream.group, stream.inputs, number, range(6)) for number in (0, 1)]


def test_nothing_after_the_time_is_nothing_to_do(stream: Stream, rewind: Call) -> None:
    ended = rewind(stream, "--from-timestamp", "2100-01-01")
    assert (ended.code, stands(stream), notes(stream)) == (0, [6, 6], [])
    assert "0 offsets are before" in ended.err


def test_it_warns_where_articles_are_no_longer_remembered(stream: Stream, rewind: Call) -> None:
    shown = rewind(stream, "--from-timestamp", "2020-01-01", "--dry-run")
    assert "articles older than 14 days are no longer remembered" in shown.err
    recent = (datetime.now(UTC) - timedelta(days=13)).isoformat()
    assert "remembered" not in rewind(stream, "--from-timestamp", recent, "--dry-run").err


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"group_id": "nobody"}, "group nobody has committed nothing in"),
        ({"input_topic": "not-there"}, "no topic not-there at"),
        ({"index_topic": "no-index"}, "no topic no-index at"),
        ({"from_timestamp": "yesterday"}, "'yesterday' is neither an ISO 8601 time"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_changes_nothing(
    stream: Stream, rewind: Call, others: dict[str, str], said: str
) -> None:
    ended = rewind(stream, **{"from_timestamp": "earliest"} | others)
    assert (ended.code, ended.out, stands(stream)) == (2, "", [6, 6])
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1


def test_an_audit_knows_what_was_to_be_read_again(
    kafka: str, stream: Stream, rewind: Call, dateline: Dateline
) -> None:
    def audit(*more: str) -> Ended:
        stream.flush()
        names = {"input": stream.inputs, "enriched": stream.enriched, "events": stream.events}
        names |= {"dead-letter": stream.dead_letters, "index": stream.index}
        topics = [part for kind, name in names.items() for part in (f"--{kind}-topic", name)]
        return dateline("audit", "--bootstrap-servers", kafka, "--group-id", stream.group, *topics, *more)

    assert "12 offsets are before" in rewind(stream, "--from-timestamp", "earliest").err
    assert audit().out.startswith("0 records = ")
    settled(stream)  # again, all of it, with the same outcomes
    done = audit()
    assert done.code == 0, done.out
    assert "12 records = 9 extracted" in done.out
    assert "12 of them were read again after a rewind: 0 came out otherwise" in done.out.splitlines()
    stream.bury((0, 3))
    assert f"doubled: {stream.inputs}[0]@3" in audit().out.splitlines()
    other = new_topic(kafka, "index")
    stream.index = other
    assert audit("--json").code == 1, "without the notes all are doubled"
