"""A group that is set back while its job runs: the job must not undo it, and the next run does all again."""

import subprocess
import time

import pytest

from deploy.flink.cluster import Cluster
from pipeline.flink.rest import Flink
from tests.flink.articles import articles
from tests.flink.runs import RUN_SECONDS, Run, fill, on
from tests.outcomes import DATELINE

ARTICLES, MORE = 60, 10


@pytest.mark.long
@pytest.mark.faults
@pytest.mark.timeout(900)
def test_a_job_that_runs_does_not_undo_a_rewind(kafka: str, flink: Cluster) -> None:
    run = Run("rewound", kafka)
    run.create_topics(partitions=1)
    given = articles(ARTICLES + MORE)
    fill(kafka, run.input, given[:ARTICLES])
    with run.started(*on(flink, 1)) as elder:
        while run.committed() < ARTICLES:
            run.wait_for_more(run.committed(), elder)
        command = [*DATELINE, "rewind", "--from-timestamp=earliest", *run.names[:3]]
        done = subprocess.run(
            [*command, run.names[-1]], timeout=120, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert run.committed() == 0
        fill(kafka, run.input, given[ARTICLES:])
        (job,) = Flink(flink.rest).jobs("dateline-rewound")
        deadline = time.monotonic() + RUN_SECONDS
        while not any("was set back to offset 0" in f.cause for f in Flink(flink.rest).failures(job.id)):
            assert time.monotonic() < deadline, "the job has not noticed"
            assert run.committed() == 0, "the job has gone on from where it was"
            time.sleep(0.5)
        with run.started("--until-caught-up", *on(flink, 1)) as younger:
            assert younger.wait(RUN_SECONDS) == 0
        assert elder.wait(RUN_SECONDS) == 1
    report = run.audit()
    assert "nothing missing, nothing doubled" in report
    assert f"{ARTICLES} of them were read again after a rewind: 0 came out otherwise" in report
