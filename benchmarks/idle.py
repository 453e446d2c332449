"""What Dateline costs when nothing comes: CPU time of all its processes a second, as a share of one core.

    python -m benchmarks.idle [--seconds 60] [--rounds 3] [--workers 2] [--runner flink --flink-parallelism 1]
                              [--json PATH]

The run has done some articles before. The broker is left out; a Flink cluster is not.
"""

import time

from benchmarks.articles import SAMPLES, articles
from benchmarks.processes import Started
from benchmarks.report import emit, parser, rows
from benchmarks.rounds import spread
from benchmarks.runs import Run, add_engine, engine_of
from deploy.kafka.broker import Broker

ARTICLES = 40
SETTLE_SECONDS = 5.0


def main() -> None:
    """Count, and say what was found."""
    arguments = parser(__doc__)
    arguments.add_argument("--seconds", type=float, default=60.0, help="of a round")
    arguments.add_argument("--rounds", type=int, default=3)
    add_engine(arguments)
    given = arguments.parse_args()
    with Broker() as broker, engine_of(given) as options:
        run, started, rounds = Run(broker.bootstrap_servers, options), Started(), []
        run.fill(articles(SAMPLES, ARTICLES))
        with run.started() as process:
            run.wait_for(process, ARTICLES)
            time.sleep(SETTLE_SECONDS)
            for _ in range(given.rounds):
                before, began = started.cpu_seconds(), time.monotonic()
                time.sleep(given.seconds)
                spent, passed = started.cpu_seconds() - before, time.monotonic() - began
                rounds.append({"share of a core": spent / passed})
            memory = started.megabytes()
    found = spread(rounds)
    emit("idle", given, {**found, "memory MB": memory}, [*rows(found), f"memory: {memory:.0f} MB"])


if __name__ == "__main__":
    main()
