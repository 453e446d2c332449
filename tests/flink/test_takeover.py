"""A worker that dies, and a second run of the group: the job is restarted, the younger run takes over."""

import os
import signal
import time

import pytest

from deploy.flink.cluster import Cluster
from pipeline.flink.rest import Flink
from tests.flink.articles import articles
from tests.flink.runs import RUN_SECONDS, Run, fill, on

ARTICLES = 400


@pytest.mark.long
@pytest.mark.faults
@pytest.mark.timeout(600)
def test_a_worker_killed_and_a_younger_run(kafka: str, flink: Cluster) -> None:
    run = Run("younger", kafka)
    run.create_topics(partitions=2)
    fill(kafka, run.input, articles(ARTICLES), partitions=2)
    with run.started(*on(flink, 2)) as elder:
        run.wait_for_more(0, elder)
        (worker,) = flink.workers()
        os.kill(worker, signal.SIGKILL)
        killed_at, seen = time.monotonic(), run.committed()
        run.wait_for_more(seen, elder)
        recovery = time.monotonic() - killed_at
        assert run.committed() < ARTICLES, "all was done before the second run"
        with run.started("--until-caught-up", *on(flink, 2)) as younger:
            assert younger.wait(RUN_SECONDS) == 0
        assert elder.wait(RUN_SECONDS) == 1
    states = [job.state for job in Flink(flink.rest).jobs("dateline-younger")]
    assert states == ["CANCELED", "CANCELED"]
    assert "nothing missing, nothing doubled" in run.audit()
    print(
        f"\nworker killed: kills 1, records {ARTICLES}, missing 0, doubled 0, recovery_seconds {recovery:.1f}"
    )
    deadline = time.monotonic() + 30
    while flink.workers():
        assert time.monotonic() < deadline, "a worker has outlived its job"
        time.sleep(0.5)
