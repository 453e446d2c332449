"""A job of a Flink cluster, seen through to its end."""

import logging
import time
from collections.abc import Callable

from pipeline.errors import UsageError
from pipeline.flink.rest import Flink
from pipeline.job import Job, wait_for_end
from pipeline.waiting import stop_signals

LOOK_SECONDS = 1.0
CANCEL_SECONDS = 60.0
LOG = logging.getLogger(__name__)


def see_through(flink: Flink, job: Job, done: Callable[[], bool] = lambda: False) -> None:
    """Return when the job has ended or `done` says so; SIGTERM, Ctrl-C and `done` cancel it.

    Each failure that Flink restarts the job after is a warning in the log. Raises RuntimeError with the last
    if the job fails for good, or if somebody else cancels it. A cluster that does not answer is waited for.
    """
    told_ms = 0
    with stop_signals() as stop:
        while True:
            try:
                job = flink.job(job.id)
                failures = flink.failures(job.id)
            except UsageError as error:
                LOG.warning("%s", error)
                failures = []
            if job.state == "FAILED":
                raise RuntimeError(f"job {job.id} failed: {failures[-1].cause if failures else 'see Flink'}")
            if job.state == "CANCELED":
                raise RuntimeError(f"job {job.id} was cancelled")
            if job.ended:
                return
            for failure in failures:
                if failure.at_ms > told_ms:
                    LOG.warning("Flink restarts the job after: %s", failure.cause)
                    told_ms = failure.at_ms
            if stop or done():
                cancel(flink, job)
                return
            time.sleep(LOOK_SECONDS)


def cancel_elder(flink: Flink, name: str) -> None:
    """Cancel what runs by `name`, and wait until it has ended: of two runs with one group the younger goes on."""
    for job in flink.jobs(name):
        if not job.ended:
            LOG.warning("job %s called %s is %s: cancelled, this run takes over", job.id, name, job.state)
            cancel(flink, job)


def cancel(flink: Flink, job: Job) -> None:
    """Cancel the job and wait for its end. Raises RuntimeError if that takes too long."""
    flink.cancel(job.id)
    wait_for_end(flink.job, job, CANCEL_SECONDS, LOOK_SECONDS)
