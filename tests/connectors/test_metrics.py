import json
import socket
import urllib.error
import urllib.request

import pytest

from connectors import metrics
from connectors.errors import ConnectorError
from connectors.metrics import MetricsSettings, serve


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_what_was_counted_is_shown():
    metrics.EVENTS.labels("AID").inc(3)
    metrics.LAG.labels("articles", 2).set(17)
    with serve(MetricsSettings(port=free_port())) as port:
        status, text = get(port, "/metrics")
    assert status == 200
    lines = text.splitlines()
    assert 'dateline_lag_records{partition="2",topic="articles"} 17.0' in lines
    assert any(line.startswith('dateline_events_total{type="AID"}') for line in lines)


def test_a_process_that_reads_is_well_and_one_that_stalls_is_not(monkeypatch):
    with serve(MetricsSettings(port=free_port())) as port:
        status, text = get(port, "/health")
        assert (status, json.loads(text)["status"]) == (200, "ok")
        monkeypatch.setattr(metrics.PULSE, "_last", metrics.PULSE._last - metrics.STALE_SECONDS - 1)
        status, text = get(port, "/health")
        assert (status, json.loads(text)["status"]) == (503, "stalled")


def test_another_path_is_not_found():
    with serve(MetricsSettings(port=free_port())) as port:
        assert get(port, "/")[0] == 404


def test_nothing_is_served_unless_a_port_is_given():
    with serve(MetricsSettings()) as port:
        assert port == 0


def test_a_port_that_is_taken_is_said_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConnectorError, match=f"127.0.0.1:{port}"), serve(MetricsSettings(port=port)):
            pass


def test_the_port_is_free_again_afterwards():
    port = free_port()
    for _ in range(2):
        with serve(MetricsSettings(port=port)):
            assert get(port, "/health")[0] == 200
