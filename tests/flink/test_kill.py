"""The TaskManager killed in mid-stream: nothing is lost, nothing doubled."""

import random
import time

import pytest

from deploy.flink.cluster import Cluster
from pipeline.flink.boot import LOOK_SECONDS
from pipeline.flink.rest import Flink
from tests.flink.articles import articles
from tests.flink.runs import RUN_SECONDS, Run, fill, on

ARTICLES = 400
KILLS = 3


@pytest.mark.long
@pytest.mark.faults
@pytest.mark.timeout(600)
def test_the_task_manager_killed_three_times(kafka: str, flink: Cluster) -> None:
    run = Run("killed", kafka)
    run.create_topics(partitions=2)
    fill(kafka, run.input, articles(ARTICLES), partitions=2)
    chance, recoveries = random.Random(20240501), list[float]()
    with run.started("--until-caught-up", *on(flink, 2)) as process:
        for _ in range(KILLS):
            run.wait_for_more(run.committed(), process)
            time.sleep(chance.uniform(0, 1))
            assert run.committed() < ARTICLES, "all was done before the kill"
            flink.kill_task_manager()
            killed_at = time.monotonic()
            time.sleep(2 * LOOK_SECONDS)  # after which its workers are gone, too
            seen = run.committed()
            flink.start_task_manager()
            run.wait_for_more(seen, process)
            recoveries.append(time.monotonic() - killed_at)
        assert process.wait(RUN_SECONDS) == 0
    cluster = Flink(flink.rest)
    (job,) = cluster.jobs("dateline-killed")
    assert len(cluster.failures(job.id)) >= KILLS
    assert "nothing missing, nothing doubled" in run.audit()
    seconds = ", ".join(f"{recovery:.1f}" for recovery in recoveries)
    print(
        f"\nTaskManager killed: kills {KILLS}, records {ARTICLES}, missing 0, doubled 0, recovery_seconds {seconds}"
    )
