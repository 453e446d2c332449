"""A job on Dataflow, seen through to its end."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from pipeline.dataflow.jobs import Jobs
from pipeline.errors import UsageError
from pipeline.job import Job, wait_for_end
from pipeline.waiting import stop_signals

LOOK_SECONDS = 5.0
CANCEL_SECONDS = 600.0  # Dataflow takes its machines down before it says that a job is cancelled
LOG = logging.getLogger(__name__)


def see_through(jobs: Jobs, job: Job, done: Callable[[], bool] = lambda: False) -> None:
    """Return when the job has ended or `done` says so; SIGTERM, Ctrl-C and `done` cancel it.

    What Dataflow warns of is a warning in the log. Raises RuntimeError with the last error if the job fails, or
    if somebody else cancels it. A service that does not answer is waited for.
    """
    told: datetime | None = None
    worst = "see Dataflow"
    with stop_signals() as stop:
        while True:
            try:
                job, complaints = jobs.job(job.id), jobs.complaints(job.id, told)
            except UsageError as error:
                LOG.warning("%s", error)
                complaints = []
            for complaint in complaints:
                LOG.warning("Dataflow: %s", complaint.text)
                told = complaint.at
                worst = complaint.text if complaint.error else worst
            if job.state == "FAILED":
                raise RuntimeError(f"job {job.id} failed: {worst}")
            if job.state == "CANCELLED":
                raise RuntimeError(f"job {job.id} was cancelled")
            if job.ended:
                return
            if stop or done():
                cancel(jobs, job)
                return
            _pause(stop)


def cancel_elder(jobs: Jobs, name: str) -> None:
    """Cancel what runs by `name`, and wait until it has ended: of two runs with one group the younger goes on."""
    for job in jobs.active(name):
        LOG.warning("job %s called %s is %s: cancelled, this run takes over", job.id, name, job.state)
        cancel(jobs, job)


def cancel(jobs: Jobs, job: Job) -> None:
    """Cancel the job and wait for its end. Raises RuntimeError if that takes too long."""
    jobs.cancel(job.id)
    LOG.info("job %s is being cancelled, which takes Dataflow some minutes", job.id)
    wait_for_end(jobs.job, job, CANCEL_SECONDS, LOOK_SECONDS)


def _pause(stop: list[int]) -> None:
    """Wait until it is time to look again, or to stop."""
    until = time.monotonic() + LOOK_SECONDS
    while not stop and time.monotonic() < until:
        time.sleep(0.1)
