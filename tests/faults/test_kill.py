"""`dateline run` killed or stopped in mid-stream: each input record has exactly one outcome all the same."""

import random
import subprocess
import time
from collections import Counter

import pytest

from deploy.kafka.broker import Broker
from tests.brokers import messages
from tests.faults.stream import Run, audit, finish, produce
from tests.outcomes import DATELINE, books, create_topics

PORTION = 60  # articles that come before each life


@pytest.mark.faults
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("kills", [4, pytest.param(30, marks=pytest.mark.long)])
def test_killed_again_and_again_every_record_has_one_outcome(kills: int) -> None:
    """Each third life is killed before it has committed anything, the others at some moment after."""
    chance, recoveries = random.Random(20240501), []
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        for number in range(kills):
            produce(address, range(number * PORTION, (number + 1) * PORTION))
            with Run(address) as life:
                if number % 3 == 1:
                    time.sleep(chance.uniform(0, 8))
                else:
                    recoveries.append(life.until_it_commits())
                    time.sleep(chance.uniform(0, 2))
                life.kill()
        finish(address)
        figures = {"kills": kills, "slowest_recovery_seconds": max(recoveries)}
        report = audit(address, "killed in mid-stream", **figures)
        articles = kills * PORTION
        assert report["records"] == articles
        bad = sum(number % 100 == 50 for number in range(articles))
        assert report["outcomes"] == {"EXTRACTED": articles * 9 // 10 - bad, "DUPLICATE": articles // 10} | (
            {"DEAD_LETTER": bad}
        )
        found = books(address)
        ids = Counter(event["event_id"] for event in found.events)
        assert [event for event, times in ids.items() if times > 1] == []


@pytest.mark.faults
def test_terminated_it_leaves_with_zero_and_nothing_to_redo() -> None:
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(3 * PORTION))
        with Run(address) as life:
            life.until_it_commits()
            life.terminate()
        done = sum(len(found) for found in books(address).outcomes.values())
        assert 0 < done <= 3 * PORTION
        for topic in ("articles-enriched", "articles-dead-letter", "events"):
            visible = messages(address, topic)
            assert messages(address, topic, "read_uncommitted") == visible, "something was written in vain"
        finish(address)
        audit(address, "terminated", done_before=done)


def test_a_missing_topic_is_one_line_and_exit_code_2(kafka: str) -> None:
    ended = subprocess.run(
        [*DATELINE, "run", "--bootstrap-servers", kafka, "--input-topic", "no-such-topic"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 2
    assert "no-such-topic" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
