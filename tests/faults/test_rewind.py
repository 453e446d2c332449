"""A group that is set back does its work again, and it comes out as it did before."""

import json
import subprocess
import time
from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import fastavro
import pytest

import schemas
from deploy.kafka.broker import Broker
from tests.faults.stream import Run, audit, committed, finish, produce
from tests.outcomes import DATELINE, create_topics, read

EARLY, LATE = 30, 60  # articles before the time that is gone back to, and after
TOLD_NOW = ("story_title",)  # as it is known when an article comes


def rewind(address: str, since: str) -> dict[int, int]:
    """Set the group back; from which offset on each partition is read again."""
    command = [*DATELINE, "rewind", "--bootstrap-servers", address, "--from-timestamp", since, "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    return {row["partition"]: row["back_to"] for row in map(json.loads, ended.stdout.splitlines())}


def written(address: str) -> tuple[dict[Any, list[Any]], dict[str, list[bytes]], int]:
    """By origin what became of it each time, by event id the events each time, and the size of the index."""
    outcomes, events = defaultdict(list), defaultdict(list)
    for topic, schema in (("articles-enriched", "enriched_article"), ("articles-dead-letter", "dead_letter")):
        for record in read(address, topic):
            value = fastavro.schemaless_reader(_bytes(record), schemas.load(schema), None)
            place = value["origin"]["partition"], value["origin"]["offset"]
            outcomes[place].append({k: v for k, v in value.items() if k not in (*TOLD_NOW, "failed_at")})
    for record in read(address, "events"):
        events[record.key.decode()].append(record.value)
    return outcomes, events, sum(1 for record in read(address, "articles-index") if record.value)


def _bytes(record: Any) -> Any:
    import io

    return io.BytesIO(record.value)


@pytest.mark.faults
@pytest.mark.long
def test_rewound_it_writes_the_same_again_and_leaves_alone_what_came_before() -> None:
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(EARLY))
        time.sleep(0.05)
        since = datetime.now(UTC).isoformat()
        produce(address, range(EARLY, EARLY + LATE))
        finish(address)
        before, told, index = written(address)
        begin = rewind(address, since)
        with Run(address) as life:
            life.until_it_commits()
            life.kill()
        finish(address)
        after, retold, index_after = written(address)
        again = {place for place in before if place[1] >= begin[place[0]]}
        assert len(again) == LATE
        assert all(after[place] == before[place] for place in before.keys() - again)
        assert all(after[place] == 2 * before[place] for place in again)
        kinds = [outcomes[0].get("outcome") for place, outcomes in before.items() if place in again]
        assert (kinds.count("DUPLICATE"), kinds.count(None)) == (LATE // 10, 1)
        assert retold.keys() == told.keys()
        assert all(events == [told[key][0]] * len(events) for key, events in retold.items())
        assert index_after == index, "the same articles are remembered once"
        report = audit(address, "rewound", index=index)
        assert (report["redone"], report["changed"]) == (LATE, 0)
        assert committed(address) == EARLY + LATE
