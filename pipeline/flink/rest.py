"""The part of Flink's REST interface that is needed to see a job through."""

from dataclasses import dataclass
from typing import Any

import httpx

from pipeline.errors import UsageError
from pipeline.flink.java import FLINK_VERSION
from pipeline.job import Job

ANSWER_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Failure:
    """Of what a job failed, and when, in milliseconds since 1970."""

    at_ms: int
    cause: str


class Flink:
    """The cluster whose REST interface is at `address`, ``host:port`` or a URL.

    Every method raises UsageError when the cluster can't be reached or refuses.
    """

    def __init__(self, address: str) -> None:
        self.url = (address if "://" in address else f"http://{address}").rstrip("/")

    @property
    def master(self) -> str:
        """The address as Beam's Flink runner wants it."""
        return self.url.removeprefix("http://")

    def check(self, parallelism: int) -> None:
        """See that a cluster of the right version with slots for `parallelism` is there."""
        overview = self._ask("GET", "/overview")
        version = str(overview.get("flink-version"))
        if not version.startswith(f"{FLINK_VERSION}."):
            raise UsageError(f"the cluster at {self.url} is Flink {version}; {FLINK_VERSION} is needed")
        slots = int(overview.get("slots-total", 0))
        if 0 < slots < parallelism:
            raise UsageError(
                f"the cluster at {self.url} has {slots} slots, fewer than the parallelism {parallelism}"
            )

    def jobs(self, name: str) -> list[Job]:
        """The jobs called `name`, ended ones too, the latest first."""
        found = [job for job in self._ask("GET", "/jobs/overview")["jobs"] if job["name"] == name]
        found.sort(key=lambda job: job["start-time"], reverse=True)
        return [Job(job["jid"], job["name"], job["state"]) for job in found]

    def job(self, job_id: str) -> Job:
        """The job as it is now."""
        found = self._ask("GET", f"/jobs/{job_id}")
        return Job(job_id, found["name"], found["state"])

    def failures(self, job_id: str) -> list[Failure]:
        """The latest failures of the job, those that it was restarted after included, the oldest first."""
        history = self._ask("GET", f"/jobs/{job_id}/exceptions")["exceptionHistory"]
        found = [Failure(entry["timestamp"], cause(entry["stacktrace"])) for entry in history["entries"]]
        return sorted(found, key=lambda failure: failure.at_ms)

    def cancel(self, job_id: str) -> None:
        """Tell the job to end."""
        self._ask("PATCH", f"/jobs/{job_id}?mode=cancel")

    def _ask(self, method: str, path: str) -> Any:
        try:
            answer = httpx.request(method, self.url + path, timeout=ANSWER_SECONDS)
            answer.raise_for_status()
            return answer.json() if answer.content else {}
        except httpx.HTTPStatusError as error:
            raise UsageError(f"Flink at {self.url} answers {error.response.status_code} to {path}") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise UsageError(
                f"no Flink cluster answers at {self.url}: {error or type(error).__name__}"
            ) from error


def cause(stacktrace: str) -> str:
    """The one line of a Java stack trace that tells most: a Python error in it, else the innermost cause."""
    _, python, raised = stacktrace.rpartition("Traceback (most recent call last):\n")
    if python:
        return next((line for line in raised.splitlines() if line[:1].strip()), "")
    _, _, innermost = stacktrace.rpartition("Caused by: ")
    return innermost.partition("\n")[0].strip()
