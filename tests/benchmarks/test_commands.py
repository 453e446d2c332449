"""Each benchmark that starts servers does its work and says what it found, with sizes that mean nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = {
    "throughput --articles 200 --rounds 1 --copies 0.3 --words 20": ("model", "dateline", "ratio"),
    "latency --articles 150 --shares 0.5 --seconds 3 --words 20": ("capacity", "loads"),
    "steps --articles 15 --rounds 1": ("decode", "extract: model", "enrich", "commit", "all"),
    "memory --articles 200 --words 20": ("first tenth MB", "last tenth MB", "ratio"),
    "startup --entries 0 500 --rounds 1": ("0 entries", "500 entries"),
    "group --entries 1000 --decisions 20": ("steps", "load seconds"),
    "connectors --records 3000 --rounds 1": ("source in Beam / loop", "sink in Beam / loop"),
    "idle --seconds 2 --rounds 1": ("share of a core",),
}


@pytest.mark.long
@pytest.mark.integration
@pytest.mark.parametrize("command", COMMANDS)
def test_a_benchmark(command: str, tmp_path: Path) -> None:
    benchmark, *options = command.split()
    result = tmp_path / "results" / "found.json"
    arguments = [f"benchmarks.{benchmark}", *options, "--json", str(result)]
    subprocess.run([sys.executable, "-m", *arguments], check=True, timeout=280)
    found = json.loads(result.read_text())
    assert found["benchmark"] == benchmark
    assert found["machine"]["cores"] >= 1
    for name in COMMANDS[command]:
        figure = found["figures"][name]
        assert not isinstance(figure, dict) or all(value > 0 for value in figure.values())
        assert figure
