"""How a benchmark is called, and how it says what it found: lines for people, one JSON object for programs."""

import argparse
import json
import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.articles import SAMPLES

Spread = Mapping[str, Mapping[str, float]]


def parser(description: str | None, *, articles: int = 0) -> argparse.ArgumentParser:
    """A parser with ``--json``; with `articles`, also with a file of articles and how many of them are used."""
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--json", metavar="PATH", help="write one JSON object there; - is standard output")
    if articles:
        made.add_argument("path", nargs="?", type=Path, default=SAMPLES, metavar="ARTICLES.jsonl")
        made.add_argument("--articles", type=int, default=articles, help="how many; retold where too few")
    return made


def emit(name: str, given: argparse.Namespace, figures: Mapping[str, Any], lines: list[str]) -> None:
    """Print `lines`, and write `figures` with what was given, when, and on which machine."""
    if given.json != "-":
        print("\n".join(lines))
    if given.json is None:
        return
    told = {key: value.name if isinstance(value, Path) else value for key, value in vars(given).items()}
    told.pop("json")
    found = {"benchmark": name, "given": told, "figures": figures, "machine": machine()}
    text = json.dumps(found, indent=1)
    if given.json == "-":
        print(text)
    else:
        Path(given.json).parent.mkdir(parents=True, exist_ok=True)
        Path(given.json).write_text(text + "\n", encoding="utf-8")


def rows(found: Spread, unit: str = "") -> list[str]:
    """A line a figure: its least, median and most."""
    head = f"{unit:<24}{'least':>10}{'median':>10}{'most':>10}"
    return [
        head,
        *(
            f"{name:<24}{of['least']:10.3f}{of['median']:10.3f}{of['most']:10.3f}"
            for name, of in found.items()
        ),
    ]


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    models = [line for line in _read("/proc/cpuinfo") if line.startswith("model name")]
    memory = [line.split()[1] for line in _read("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": models[0].partition(":")[2].strip() if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory[0]) / 2**20, 1) if memory else None,
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        **{package: version(package) for package in ("apache-beam", "spacy", "kafka-python")},
    }


def _read(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
