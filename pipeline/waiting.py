"""For those who see a job of somebody else's through: what tells them to stop, and what they ask now and then."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stop_signals() -> Iterator[list[int]]:
    """A list that holds something once SIGTERM or Ctrl-C has come."""
    seen: list[int] = []

    def note(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
        seen.append(signum)

    before = {number: signal.signal(number, note) for number in _STOP_SIGNALS}
    try:
        yield seen
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def now_and_then(question: Callable[[], bool], seconds: float) -> Callable[[], bool]:
    """`question`, asked only every `seconds`; in between the answer is no."""
    due = time.monotonic()

    def ask() -> bool:
        nonlocal due
        if time.monotonic() < due:
            return False
        due = time.monotonic() + seconds
        return question()

    return ask
