"""Where commands write: results to stdout, all else to stderr, with colour on terminals only."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")
out = Console(highlight=False, emoji=False, markup=False)
err = Console(highlight=False, emoji=False, markup=False, stderr=True)


def harmless(text: str) -> str:
    """`text` with U+FFFD for control characters: a terminal would obey what an article or a server says."""
    return _CONTROL.sub("\ufffd", text)


def note(message: str, style: str = "") -> None:
    """One line on stderr, never broken in the middle."""
    err.print(harmless(message), style=style, soft_wrap=True)


def line(text: str) -> None:
    """One line on stdout, exactly as it is but on a terminal; flushed, since a reader may be following."""
    out.file.write((harmless(text) if out.is_terminal else text) + "\n")
    out.file.flush()


class Bar:
    """A progress bar that is under way."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def step(self, count: int = 1) -> None:
        """Move on by `count`."""
        self._progress.advance(self._task, count)

    def total(self, count: int) -> None:
        """Say how much there is in all."""
        self._progress.update(self._task, total=count)


@contextmanager
def bar(what: str, total: int | None = None, console: Console = err) -> Iterator[Bar]:
    """A progress bar named `what`, on a terminal only; without `total` it shows that something moves."""
    columns: tuple[Any, ...] = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    progress = Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal
    )
    with progress:
        yield Bar(progress, progress.add_task(what, total=total))


@contextmanager
def quiet() -> Iterator[None]:
    """No warnings in the log: of what a command shows itself, or Beam at its import of what Dateline lacks."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
