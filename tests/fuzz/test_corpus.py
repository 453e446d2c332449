"""Every input in the corpus once more: seeds, and what fuzzing has found."""

import importlib
from pathlib import Path

import pytest

from tests.fuzz.targets import NAMES

CORPUS = Path(__file__).parent / "corpus"
INPUTS = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_input(path: Path) -> None:
    importlib.import_module(f"tests.fuzz.targets.{path.parent.name}").check(path.read_bytes())


def test_every_target_has_seeds() -> None:
    assert {path.parent.name for path in INPUTS} == set(NAMES)
