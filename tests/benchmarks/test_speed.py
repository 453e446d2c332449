"""Extraction is not much slower beside the language model than it was."""

import json
import subprocess
import sys

MOST = 1.2
"""Extraction over spaCy's model alone, CPU time in one process. It was .72 to .82 on an AMD EPYC; this is half as much
again, for busy machines and for processors that multiply matrices otherwise."""


def test_extraction_beside_the_language_model_alone() -> None:
    command = [sys.executable, "-m", "benchmarks.extraction", "--articles=10", "--rounds=5", "--json=-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    ratio = json.loads(done.stdout)["figures"]["ratio"]
    assert 0 < ratio["median"] < MOST, ratio
