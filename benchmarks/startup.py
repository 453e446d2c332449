"""Seconds from the start of the command to the first committed article, by what grouping has to read back.

    python -m benchmarks.startup [--entries 0 10000 100000] [--rounds 3] [--workers 2] [--json PATH]
                                 [--runner flink --flink-parallelism 1]

The article waits on the input topic. `--entries` are articles that the index topic remembers, of `benchmarks.group`;
with 0 there are none. A Flink cluster runs before. The rounds take each number in turn.
"""

import time
from itertools import islice

from benchmarks import group
from benchmarks.articles import SAMPLES, articles
from benchmarks.index_topic import fill_index
from benchmarks.report import emit, parser, rows
from benchmarks.rounds import spread
from benchmarks.runs import Run, add_engine, engine_of
from deploy.kafka.broker import Broker


def main() -> None:
    """Time the starts and say how long they took."""
    arguments = parser(__doc__)
    arguments.add_argument("--entries", type=int, nargs="+", default=[0, 10_000, 100_000])
    arguments.add_argument("--rounds", type=int, default=3)
    add_engine(arguments)
    given = arguments.parse_args()
    with Broker() as broker, engine_of(given) as options:

        def seconds(entries: int) -> float:
            run = Run(broker.bootstrap_servers, options)
            run.fill(articles(SAMPLES, 1))
            known = (made.entry() for made in islice(group.articles(), entries))
            fill_index(run.settings, run.outputs["index"], known)
            began = time.monotonic()
            with run.started() as process:
                run.wait_for(process, 1)
                return time.monotonic() - began

        rounds = [
            {f"{entries} entries": seconds(entries) for entries in given.entries} for _ in range(given.rounds)
        ]
    found = spread(rounds)
    emit("startup", given, found, rows(found, "seconds"))


if __name__ == "__main__":
    main()
