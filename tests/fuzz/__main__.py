"""All targets, or those named, each for its share of the time: ``python -m tests.fuzz [--minutes N] [TARGET...]``."""

import argparse
import os
import random
import subprocess
import sys
from pathlib import Path

from tests.fuzz.pumps import pumps
from tests.fuzz.targets import NAMES

HERE = Path(__file__).parent
CACHE = Path(".cache/fuzz")
HANG_SECONDS = 30
MEMORY_MB = 3_000
# What is repeated is small; what a page or a record needs to be one is larger.
MAX_BYTES = {"growth": 300, "events": 1_500}


def fuzz(target: str, seconds: int) -> bool:
    """Whether `target` was fuzzed for `seconds` without a find. New inputs are kept in the cache."""
    corpus, finds = CACHE / "corpus" / target, CACHE / "finds"
    for folder in (corpus, finds):
        folder.mkdir(parents=True, exist_ok=True)
    if target == "growth":
        for number, data in enumerate(pumps(4 * seconds, random.Random())):
            (corpus / f"pump-{number}").write_bytes(data)
    command = [
        *(sys.executable, "-m", "tests.fuzz.run", target),
        f"-max_total_time={seconds}",
        f"-max_len={MAX_BYTES.get(target, 8_000)}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-dict={HERE / 'tokens.dict'}",
        f"-artifact_prefix={finds / target}-",
        "-print_final_stats=1",
        "-verbosity=1",
        str(corpus),
        str(HERE / "corpus" / target),
    ]
    print(f"== {target}, {seconds} s", flush=True)
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, check=False, env=environment).returncode == 0


def main() -> int:
    """0 without a find."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, help="for all targets together")
    parser.add_argument("targets", nargs="*", help="; ".join(NAMES))
    given = parser.parse_args()
    targets = given.targets or NAMES
    unknown = set(targets).difference(NAMES)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    seconds = max(1, int(60 * given.minutes / len(targets)))
    failed = [target for target in targets if not fuzz(target, seconds)]
    if failed:
        print(f"finds in {', '.join(failed)}: see {CACHE / 'finds'} and tests/fuzz/README.md")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
