"""A job on somebody else's engine, whichever it is, and its end."""

import time
from collections.abc import Callable
from dataclasses import dataclass

ENDED = frozenset({"FINISHED", "CANCELED", "FAILED", "DONE", "CANCELLED", "UPDATED", "DRAINED"})
"""What Flink and Dataflow call a job that will never run again; neither says one of these of a job that runs."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the engine lists it; `state` is the engine's word: RUNNING, RESTARTING, FAILED, …"""

    id: str
    name: str
    state: str

    @property
    def ended(self) -> bool:
        """Whether it will never run again."""
        return self.state in ENDED


def wait_for_end(look: Callable[[str], Job], job: Job, seconds: float, look_seconds: float) -> None:
    """Ask for the job until it has ended. Raises RuntimeError if that takes longer than `seconds`."""
    deadline = time.monotonic() + seconds
    while not look(job.id).ended:
        if time.monotonic() > deadline:
            raise RuntimeError(f"job {job.id} does not end within {seconds:g} s")
        time.sleep(look_seconds)
