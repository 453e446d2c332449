"""What Prism is started with."""

from pathlib import Path

import pytest

from pipeline import prism
from pipeline.errors import UsageError


def test_the_program_that_make_builds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "prism"
    monkeypatch.setattr(prism, "DEFAULT_PROGRAM", program)
    with pytest.raises(UsageError, match="make prism"):
        prism.prism_arguments(["--group-id=a"])
    program.touch()
    made = prism.prism_arguments(["--group-id=a"])
    assert made == ["--group-id=a", prism.NO_SPLITS, f"--prism_location={program}"]


@pytest.mark.parametrize("given", [["--prism_location=/opt/prism"], ["--prism_location", "/opt/prism"]])
def test_another_program(given: list[str]) -> None:
    assert prism.prism_arguments(given) == [*given, prism.NO_SPLITS]
