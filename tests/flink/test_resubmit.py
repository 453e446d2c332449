"""A job cancelled and submitted afresh, without a savepoint: it goes on, and remembers what it has seen."""

import signal

import pytest

from deploy.flink.cluster import Cluster
from pipeline.flink.rest import Flink
from tests.flink.articles import articles
from tests.flink.runs import RUN_SECONDS, Run, fill, on
from tests.flink.test_parity import enriched

ARTICLES = 600  # more than are done before the job is cancelled


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_cancelled_and_submitted_again(kafka: str, flink: Cluster) -> None:
    run = Run("again", kafka)
    run.create_topics(partitions=1)
    fill(kafka, run.input, articles(ARTICLES))
    with run.started(*on(flink, 1)) as first:
        run.wait_for_more(0, first)
        first.send_signal(signal.SIGTERM)
        assert first.wait(RUN_SECONDS) == 0
    assert [job.state for job in Flink(flink.rest).jobs("dateline-again")] == ["CANCELED"]
    before = run.committed()
    copies = articles(ARTICLES)[:20]
    fill(kafka, run.input, [copy.replace(b'"article-', b'"copy-') for copy in copies])
    with run.started("--until-caught-up", *on(flink, 1)) as second:
        assert second.wait(RUN_SECONDS) == 0
    assert 0 < before < ARTICLES
    assert "nothing missing, nothing doubled" in run.audit()
    outcomes = {article["origin"]["offset"]: article for article in enriched(run)}
    for number in range(20):
        if outcomes.get(number, {}).get("outcome") == "EXTRACTED":
            copy = outcomes[ARTICLES + number]
            assert (copy["outcome"], copy["duplicate_of"]) == ("DUPLICATE", outcomes[number]["article_id"])
