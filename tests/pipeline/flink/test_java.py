"""Java and its jars: what is said where they are missing, and what they are told."""

from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.flink.java import jars_folder, java


def filled(folder: Path) -> Path:
    """A folder as `deploy.flink.jars` makes it, with empty jars."""
    (folder / "beam").mkdir()
    (folder / "beam" / "beam-runners-flink-1.19-2.70.0.jar").touch()
    (folder / "agent.jar").touch()
    return folder


def test_a_folder_with_the_jars(tmp_path: Path) -> None:
    assert jars_folder(str(filled(tmp_path))) == tmp_path


@pytest.mark.parametrize("missing", ["agent.jar", "beam/beam-runners-flink-1.19-2.70.0.jar"])
def test_missing_jars_are_said_with_the_remedy(tmp_path: Path, missing: str) -> None:
    (filled(tmp_path) / missing).unlink()
    with pytest.raises(UsageError, match=r"deploy\.flink\.jars"):
        jars_folder(str(tmp_path))


def test_no_java_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="no `java`"):
        java(tmp_path, "Main", heap="1g", agent="loopback")
