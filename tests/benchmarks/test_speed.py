"""Extraction is not much slower beside the language model than it was."""

import json
import subprocess
import sys

MOST = 1.45
"""Extraction over spaCy's model alone, CPU time in one process. It was .92 to 1.01 on an AMD EPYC, whatever else ran on
the machine; this is half as much again, for processors that multiply matrices otherwise."""


def test_extraction_beside_the_language_model_alone() -> None:
    command = [sys.executable, "-m", "benchmarks.extraction", "--articles=10", "--rounds=5", "--json=-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    ratio = json.loads(done.stdout)["figures"]["ratio"]
    assert 0 < ratio["median"] < MOST, ratio
