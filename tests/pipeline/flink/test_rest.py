"""Flink's REST interface, as a server of the test plays it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from connectors.kafka.embedded import free_port
from pipeline.errors import UsageError
from pipeline.flink.rest import Failure, Flink, cause
from pipeline.flink.run import run_on_flink
from pipeline.flink.watch import cancel_elder
from pipeline.job import Job

JAVA = """org.apache.flink.runtime.JobException: Recovery is suppressed
\tat org.apache.flink.runtime.Restart.restart(Restart.java:12)
Caused by: java.io.IOException: the disk
\tat java.io.File.write(File.java:3)
Caused by: java.net.ConnectException: Connection refused
\tat java.net.Socket.connect(Socket.java:8)
"""
PYTHON = """java.lang.RuntimeException: Error received from SDK harness: Traceback (most recent call last):
  File "sink.py", line 8, in write
KeyError: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "sink.py", line 9, in write
connectors.errors.ConnectorError: no answer from the broker [while running 'commit']

\tat org.apache.beam.Client.get(Client.java:7)
Caused by: java.lang.RuntimeException: again
"""
OVERVIEW = {"flink-version": "1.19.3", "slots-total": 2}


def listed(jid: str, state: str, start: int, name: str = "dateline-a") -> dict[str, Any]:
    """A job as Flink lists it."""
    return {"jid": jid, "name": name, "state": state, "start-time": start}


@pytest.fixture
def answers() -> dict[str, Any]:
    """What the server answers to a path."""
    return {}


@pytest.fixture
def address(answers: dict[str, Any]) -> Iterator[str]:
    """A server of `answers`; others are 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path in answers
            body = json.dumps(answers.get(self.path)).encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_PATCH(self) -> None:
            jid = self.path.removeprefix("/jobs/").removesuffix("?mode=cancel")
            answers[f"/jobs/{jid}"]["state"] = "CANCELED"
            self.send_response(202)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("trace", "told"),
    [
        (JAVA, "java.net.ConnectException: Connection refused"),
        (PYTHON, "connectors.errors.ConnectorError: no answer from the broker [while running 'commit']"),
        ("java.lang.Error: alone\n\tat x.Y.z(Y.java:1)", "java.lang.Error: alone"),
        ("", ""),
    ],
)
def test_a_stack_trace_in_one_line(trace: str, told: str) -> None:
    assert cause(trace) == told


@pytest.mark.parametrize(
    ("overview", "parallelism", "complaint"),
    [
        (OVERVIEW, 3, "2 slots"),
        (OVERVIEW | {"flink-version": "1.18.1"}, 1, "1.18.1"),
        (OVERVIEW | {"flink-version": "1.190.1"}, 1, "1.190.1"),
        (OVERVIEW, 2, None),
        (OVERVIEW | {"slots-total": 0}, 9, None),  # a cluster that gets its TaskManagers when a job comes
    ],
)
def test_a_cluster_that_does_not_fit_is_refused(
    answers: dict[str, Any], address: str, overview: dict[str, Any], parallelism: int, complaint: str | None
) -> None:
    answers["/overview"] = overview
    if complaint is None:
        Flink(address).check(parallelism)
        return
    with pytest.raises(UsageError, match=complaint):
        Flink(address).check(parallelism)


def test_jobs_of_a_name_the_latest_first(answers: dict[str, Any], address: str) -> None:
    answers["/jobs/overview"] = {
        "jobs": [listed("1", "CANCELED", 5), listed("2", "RUNNING", 9), listed("3", "RUNNING", 7, "another")]
    }
    found = Flink(address).jobs("dateline-a")
    assert found == [Job("2", "dateline-a", "RUNNING"), Job("1", "dateline-a", "CANCELED")]
    assert [job.ended for job in found] == [False, True]


def test_failures_the_oldest_first(answers: dict[str, Any], address: str) -> None:
    entries = [{"timestamp": 9, "stacktrace": PYTHON}, {"timestamp": 4, "stacktrace": JAVA}]
    answers["/jobs/7/exceptions"] = {"exceptionHistory": {"entries": entries}}
    assert Flink(address).failures("7") == [Failure(4, cause(JAVA)), Failure(9, cause(PYTHON))]


def test_the_elder_job_of_a_name_is_cancelled(answers: dict[str, Any], address: str) -> None:
    states = {"1": "FAILED", "2": "RESTARTING", "3": "RUNNING"}
    names = {"3": "dateline-b"}
    answers["/jobs/overview"] = {
        "jobs": [listed(jid, state, 5, names.get(jid, "dateline-a")) for jid, state in states.items()]
    }
    answers |= {f"/jobs/{jid}": {"name": "x", "state": state} for jid, state in states.items()}
    cancel_elder(Flink(address), "dateline-a")
    assert [answers[f"/jobs/{jid}"]["state"] for jid in states] == ["FAILED", "CANCELED", "RUNNING"]


@pytest.mark.parametrize("scheme", ["", "http://"])
def test_no_cluster_is_said_with_its_address(scheme: str) -> None:
    address = f"{scheme}127.0.0.1:{free_port()}"
    with pytest.raises(UsageError, match=r"no Flink cluster answers at http://127\.0\.0\.1"):
        run_on_flink([f"--flink-rest={address}", "--bootstrap-servers=127.0.0.1:1"])


def test_something_that_is_not_flink_is_said(address: str) -> None:
    with pytest.raises(UsageError, match="answers 404 to /overview"):
        Flink(address).check(1)


def test_waiting_needs_somebody_who_waits() -> None:
    with pytest.raises(UsageError, match="--flink-detach"):
        run_on_flink(["--flink-detach", "--until-caught-up", "--bootstrap-servers=127.0.0.1:1"])
