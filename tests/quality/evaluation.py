"""Dateline over the sets of the evaluation kit, as its own scorer has it."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from connectors.files import read_files
from pipeline.local import process
from pipeline.options import OPTIONS
from pipeline.settings import steps
from pipeline.view import line

KIT = Path(__file__).parents[3] / "shared" / "eval"
OUTPUT = "output.jsonl"


def sampled(name: str, every: int, folder: Path) -> Path:
    """A folder in `folder` with each `every`-th article of the set `name`, and the labels of those."""
    sample = folder / name
    sample.mkdir()
    articles = _lines(KIT / "data" / name / "articles.jsonl")[::every]
    chosen = {json.loads(article)["id"] for article in articles}
    labels = [row for row in _lines(KIT / "data" / name / "gold.jsonl") if json.loads(row)["id"] in chosen]
    _write(sample / "articles.jsonl", articles)
    _write(sample / "gold.jsonl", labels)
    return sample


def extract_as_is(sample: Path) -> None:
    """Writes beside the articles of `sample` what ``dateline extract --as-is`` writes for them."""
    settings = steps(SimpleNamespace(**{option.key: option.default for option in OPTIONS}), as_is=True)
    items = process(read_files([str(sample / "articles.jsonl")]), settings)
    _write(sample / OUTPUT, [json.dumps(line(item, "m")) for item in items])


def score(task: str, sample: Path) -> dict[str, Any]:
    """The figures of `task` for what came out of `sample`."""
    command = [sys.executable, str(KIT / "score.py"), task, str(sample), str(sample / OUTPUT), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _lines(file: Path) -> list[str]:
    return [row for row in file.read_text(encoding="utf-8").split("\n") if row]


def _write(file: Path, lines: list[str]) -> None:
    file.write_text("".join(row + "\n" for row in lines), encoding="utf-8")
