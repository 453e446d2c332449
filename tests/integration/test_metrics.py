"""A run that is under way tells what it has done."""

import json
import subprocess
import time

import pytest

from deploy.kafka.broker import Broker
from tests.connectors.test_metrics import free_port, get
from tests.outcomes import DATELINE, create_topics, producing

TEXT = "The president of Chile met officials of Ghana on Monday. They talked about copper for two hours."


def figures(port: int) -> dict[str, float]:
    """What is served, by name and labels."""
    lines = get(port, "/metrics")[1].splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if line[:1] != "#")}


@pytest.mark.integration
def test_what_a_run_has_done_is_served_and_logged() -> None:
    port = free_port()
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        with producing(address) as producer:
            for value in (json.dumps({"id": "a", "text": TEXT}).encode(), b'{"text": "Secret'):
                producer.send("articles", value, partition=0)
        options = ["--bootstrap-servers", address, "--metrics-port", str(port), "--log-format", "json"]
        run = subprocess.Popen([*DATELINE, "run", *options], stderr=subprocess.PIPE, text=True)
        try:
            found: dict[str, float] = {}
            while found.get("dateline_records_committed_total", 0) < 2:
                assert run.poll() is None
                time.sleep(0.2)
                try:
                    found = figures(port)
                except OSError:
                    continue
            assert get(port, "/health")[0] == 200
        finally:
            run.terminate()
            _, log = run.communicate(timeout=60)
    assert found['dateline_articles_total{outcome="EXTRACTED"}'] == 1
    assert found['dateline_articles_total{outcome="DEAD_LETTER"}'] == 1
    assert found['dateline_events_total{type="CONSULT"}'] >= 1
    assert found["dateline_commit_seconds_count"] >= 1
    assert found['dateline_step_seconds_count{step="enrich"}'] == 1
    assert any(name.startswith("dateline_lag_records{") for name in found)
    told = [json.loads(line) for line in log.splitlines()]
    assert [line["message"] for line in told if line["level"] == "WARNING"] == [
        "dead letter: articles-0 offset 1 at decode: NOT_DECODABLE"
    ]
    assert "Secret" not in log
