"""The same graph on Prism: the same records, and nothing lost by a stop."""

import signal
from collections import Counter

import pytest

from tests.flink.articles import articles
from tests.flink.runs import RUN_SECONDS, Run, fill
from tests.flink.test_parity import enriched, index, records, without_time
from tests.prism.conftest import running

pytestmark = [pytest.mark.prism, pytest.mark.timeout(900)]
ARTICLES = 50
PRISM = "--runner=prism"


def test_prism_gives_the_same_bytes_as_the_direct_runner(kafka: str) -> None:
    direct, prism = (Run(f"{name}-engine", kafka, given="articles-engines") for name in ("direct", "prism"))
    for run, runner in ((direct, "--runner=direct"), (prism, PRISM)):
        run.create_topics(partitions=1)
        if run is direct:
            fill(kafka, run.input, articles(ARTICLES))
        with run.started("--until-caught-up", runner) as process:
            assert process.wait(RUN_SECONDS) == 0, run.name
        assert "nothing missing, nothing doubled" in run.audit()
    outcomes = Counter(article["outcome"] for article in enriched(direct))
    assert min(outcomes[kind] for kind in ("EXTRACTED", "DUPLICATE", "EMPTY")) > 0
    for output in ("events", "enriched"):
        assert records(prism, output) == records(direct, output) != []
    letters, wanted = (without_time([r[2] for r in records(run, "dead-letter")]) for run in (prism, direct))
    assert letters == wanted != []
    assert index(prism) == index(direct)


def test_stopped_and_started_again(kafka: str) -> None:
    run = Run("stopped", kafka)
    run.create_topics(partitions=2)
    fill(kafka, run.input, articles(ARTICLES), partitions=2)
    with run.started(PRISM) as first:
        run.wait_for_more(0, first)
        first.send_signal(signal.SIGTERM)
        assert first.wait(RUN_SECONDS) == 0
    assert running() == []
    fill(kafka, run.input, articles(2 * ARTICLES)[ARTICLES:], partitions=2)
    with run.started("--until-caught-up", PRISM) as second:
        assert second.wait(RUN_SECONDS) == 0
    assert "nothing missing, nothing doubled" in run.audit()
