"""A job that was sent, seen through to its end."""

import logging
import os
import signal
import threading

import pytest
from apache_beam.runners.runner import create_runner

from pipeline.dataflow import watch
from pipeline.dataflow.jobs import Jobs
from pipeline.dataflow.options import RUNNER, job_options
from pipeline.dataflow.watch import cancel_elder, see_through
from pipeline.job import Job
from tests.dataflow.conftest import GIVEN
from tests.dataflow.google import ENDPOINT, JOBS, Google


@pytest.fixture
def jobs(google: Google) -> Jobs:
    """The jobs of the project."""
    return Jobs(job_options([*GIVEN, f"--dataflow_endpoint={ENDPOINT}"], "dateline", create_runner(RUNNER)))


def sent(google: Google, name: str = "dateline") -> Job:
    """A job that runs."""
    made = google.add_job(name)
    return Job(made["id"], made["name"], "RUNNING")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_the_job(google: Google, jobs: Jobs, number: signal.Signals) -> None:
    job = sent(google)
    threading.Timer(0.5, os.kill, (os.getpid(), number)).start()
    see_through(jobs, job)
    assert google.jobs[job.id]["currentState"] == "JOB_STATE_CANCELLED"


def test_a_job_that_fails_says_why(google: Google, jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    google.say("a worker was slow")
    google.say("no such image", "JOB_MESSAGE_ERROR")
    google.next_state = lambda _: "JOB_STATE_FAILED"
    with pytest.raises(RuntimeError, match="failed: no such image"):
        see_through(jobs, sent(google))
    assert caplog.messages.count("Dataflow: a worker was slow") == 1


def test_what_dataflow_warns_of_is_told_once(
    google: Google, jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    google.say("a worker was slow")
    looks = iter(range(3))
    see_through(jobs, sent(google), lambda: next(looks) == 2)
    assert [r.levelno for r in caplog.records if r.message.endswith("slow")] == [logging.WARNING]


def test_a_job_that_somebody_else_cancels_is_a_failure(google: Google, jobs: Jobs) -> None:
    google.next_state = lambda _: "JOB_STATE_CANCELLED"
    with pytest.raises(RuntimeError, match="was cancelled"):
        see_through(jobs, sent(google))


@pytest.mark.parametrize("state", ["DRAINED", "UPDATED", "DONE"])
def test_a_job_that_ends_well_is_not_cancelled(google: Google, jobs: Jobs, state: str) -> None:
    google.next_state = lambda _: f"JOB_STATE_{state}"
    see_through(jobs, sent(google))
    assert not any(request.startswith("PUT") for request in google.asked)


def test_a_service_that_does_not_answer_is_waited_for(
    google: Google, jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    job = sent(google)
    held = google.jobs.pop(job.id)  # the service says 403 to what it doesn't know

    def come_back() -> None:
        google.jobs[job.id] = held | {"currentState": "JOB_STATE_DRAINED"}

    threading.Timer(0.5, come_back).start()
    see_through(jobs, job)
    assert any("Google Cloud refuses" in message for message in caplog.messages)


def test_only_jobs_of_the_name_are_cancelled(google: Google, jobs: Jobs) -> None:
    elder, other = sent(google), sent(google, "dateline-of-others")
    cancel_elder(jobs, "dateline")
    assert google.jobs[elder.id]["currentState"] == "JOB_STATE_CANCELLED"
    assert google.jobs[other.id]["currentState"] == "JOB_STATE_RUNNING"
    assert f"GET {JOBS}" in google.asked


def test_a_job_that_does_not_end_is_not_waited_for_without_end(
    google: Google, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "CANCEL_SECONDS", 0.3)
    google.next_state = lambda _: "JOB_STATE_CANCELLING"
    with pytest.raises(RuntimeError, match="does not end"):
        cancel_elder(jobs, sent(google).name)
