"""The command line called inside the test."""

from dataclasses import dataclass

import pytest

from pipeline.cli import main


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


class Dateline:
    """Calls the command line."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def __call__(self, *arguments: str) -> Ended:
        self._captured.readouterr()
        with pytest.raises(SystemExit) as leaving:
            main(arguments)
        written = self._captured.readouterr()
        return Ended(int(leaving.value.code or 0), written.out, written.err)
