"""All benchmarks one after the other, JSON and pictures into a folder: about forty minutes on two cores.

    python -m benchmarks [NAME ...] [--long] [--articles ARTICLES.jsonl] [--folder benchmarks/results]

NAME is one of the runs below; without one all are done, on the samples or on the articles given. Those of ``--long``
take as long again: a million articles in the index, a start from it, and memory over 50,000 articles.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.articles import SAMPLES
from benchmarks.charts import RESULTS, draw

ARTICLES = "ARTICLES"
FLINK, ALONE = (f"--workers {each} --runner flink --flink-parallelism {each}" for each in (2, 1))
RUNS = {
    "extraction": f"extraction {ARTICLES}",
    "steps": f"steps {ARTICLES}",
    "throughput-direct": f"throughput {ARTICLES}",
    "throughput-direct-copies": f"throughput {ARTICLES} --copies 0.3",
    "throughput-flink": f"throughput {ARTICLES} {FLINK}",
    "throughput-flink-1": f"throughput {ARTICLES} {ALONE}",
    "throughput-flink-copies": f"throughput {ARTICLES} --copies 0.3 {FLINK}",
    "latency-direct": f"latency {ARTICLES}",
    "latency-flink": f"latency {ARTICLES} {FLINK}",
    "group-10000": "group --entries 10000",
    "group-100000": "group --entries 100000",
    "memory": f"memory {ARTICLES} --articles 5000",
    "startup": "startup",
    "connectors": "connectors",
    "idle": "idle",
}
LONG = {
    "group-1000000": "group --entries 1000000",
    "startup-1000000": "startup --entries 1000000 --rounds 1",
    "memory": f"memory {ARTICLES} --articles 50000",
}


def main() -> None:
    """Do them; exit with 1 if one of them failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RUNS | LONG))
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--articles", type=Path, default=SAMPLES, metavar="ARTICLES.jsonl")
    parser.add_argument("--folder", type=Path, default=RESULTS)
    given = parser.parse_args()
    runs = LONG if given.long else RUNS
    failed = []
    for name in given.names or runs:
        benchmark, *options = runs[name].split()
        options = [str(given.articles) if option == ARTICLES else option for option in options]
        began = time.monotonic()
        print(f"== {name}: python -m benchmarks.{' '.join([benchmark, *options])}", flush=True)
        result = ["--json", str(given.folder / f"{name}.json")]
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{benchmark}", *options, *result], check=False
        )
        print(f"== {name}: {time.monotonic() - began:.0f} s, exit code {done.returncode}", flush=True)
        failed += [name] if done.returncode else []
    print(*draw(given.folder), sep="\n")
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
