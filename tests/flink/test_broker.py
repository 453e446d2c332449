"""The broker goes away under a job: what is in flight waits for it or is done again, and comes out once."""

import time

import pytest

from deploy.flink.cluster import Cluster
from deploy.kafka.broker import Broker
from pipeline.flink.rest import Flink
from tests.flink.articles import articles
from tests.flink.runs import RUN_SECONDS, Run, fill, on

ARTICLES = 400
AWAY_SECONDS = 60


@pytest.mark.long
@pytest.mark.faults
@pytest.mark.timeout(900)
def test_a_broker_that_comes_back_is_waited_for(flink: Cluster) -> None:
    with Broker() as broker:
        run = Run("waiting", broker.bootstrap_servers)
        run.create_topics(partitions=2)
        fill(run.kafka, run.input, articles(ARTICLES), partitions=2)
        with run.started("--until-caught-up", *on(flink, 2)) as process:
            run.wait_for_more(0, process)
            broker.kill()
            time.sleep(AWAY_SECONDS)
            broker.start()
            back_at, seen = time.monotonic(), run.committed()
            assert seen < ARTICLES, "all was done before the broker went"
            run.wait_for_more(seen, process)
            recovery = time.monotonic() - back_at
            assert process.wait(RUN_SECONDS) == 0
        assert "nothing missing, nothing doubled" in run.audit()
        (job,) = Flink(flink.rest).jobs("dateline-waiting")
        restarts = len(Flink(flink.rest).failures(job.id))
    print(
        f"\nbroker away under Flink: seconds_away {AWAY_SECONDS}, records {ARTICLES}, missing 0, doubled 0, "
        f"restarts {restarts}, recovery_seconds {recovery:.1f}"
    )
