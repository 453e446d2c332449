"""Processes of the pool killed from outside: nothing is lost, and no innocent article becomes a dead letter."""

import os
import signal
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from tests.faults.stream import Run, audit, produce
from tests.outcomes import books, create_topics
from tests.pipeline.pool.test_processes import children

ARTICLES, KILLS = 120, 3
MODEL_BYTES = 150_000_000


def workers(parent: int) -> list[int]:
    """Processes below `parent` that have a model loaded, but for itself."""
    pages = {pid: int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in children(parent)}
    return [pid for pid, resident in pages.items() if resident * 4096 > MODEL_BYTES]


@pytest.mark.faults
@pytest.mark.long  # tests of the pool kill its processes one by one
def test_killed_workers_lose_nothing() -> None:
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(ARTICLES))
        killed = 0
        with Run(address) as life:
            for _ in range(KILLS):
                life.until_it_commits()
                for pid in workers(life.process.pid):
                    os.kill(pid, signal.SIGKILL)
                    killed += 1
            life.until_all_is_done(ARTICLES)
        assert killed >= KILLS
        audit(address, "workers killed", kills=killed)
        assert {letter["reason"] for letter in books(address).dead_letters} == {"NOT_DECODABLE"}
