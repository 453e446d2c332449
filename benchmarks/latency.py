"""From the moment an article is produced until a read_committed consumer has it from the enriched topic, by load.

    python -m benchmarks.latency [ARTICLES.jsonl] [--articles 600] [--shares 0.25 0.5 0.8] [--seconds 60]
                                 [--workers 2] [--runner flink --flink-parallelism 1] [--json PATH]

At first `--articles` come at once, which shows how many a second the run can do. Then for each share of that articles
come one by one, at random moments (a Poisson process), for so many seconds; the first fifth of them is left out.
Producer and consumer are of this process, so both times are of one clock.
"""

import argparse
import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from benchmarks.articles import articles
from benchmarks.report import emit, parser
from benchmarks.rounds import WARM, rate
from benchmarks.runs import Run, add_engine, engine_of
from deploy.kafka.broker import Broker

PERCENTILES = (50, 95, 99)
LEAST = 20  # articles at a load
WAIT_SECONDS = 120.0


class Arrivals(threading.Thread):
    """When the article of each id was there for a read_committed consumer, seconds of `time.monotonic`."""

    def __init__(self, run: Run) -> None:
        super().__init__(daemon=True)
        self.at: dict[str, float] = {}
        self._ended = threading.Event()
        self._consumer = KafkaConsumer(
            bootstrap_servers=run.address, isolation_level="read_committed", fetch_max_wait_ms=50
        )
        part = TopicPartition(run.outputs["enriched"], 0)
        self._consumer.assign([part])
        self._consumer.seek_to_beginning(part)

    def run(self) -> None:
        """Read until told to end."""
        while not self._ended.is_set():
            for records in self._consumer.poll(100).values():
                now = time.monotonic()
                self.at.update((record.key.decode(), now) for record in records)
        self._consumer.close()

    def end(self) -> None:
        """Stop, and wait for it."""
        self._ended.set()
        self.join()


def sent(run: Run, told: Iterator[dict[str, Any]], a_second: float, seconds: float) -> dict[str, float]:
    """When the article of each id was produced: at random moments, so many a second on average."""
    chance, moments = random.Random(11), dict[str, float]()
    producer = KafkaProducer(bootstrap_servers=run.address)
    due = time.monotonic()
    for _ in range(max(LEAST, round(a_second * seconds))):
        due += chance.expovariate(a_second)
        article = next(told)
        time.sleep(max(0.0, due - time.monotonic()))
        moments[article["id"]] = time.monotonic()
        producer.send(run.input, json.dumps(article).encode())
    producer.flush()
    producer.close()
    return moments


def waited_for(there: Callable[[], bool]) -> None:
    """Return once it is `there`."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not there():
        if time.monotonic() > deadline:
            raise SystemExit("articles are missing from the enriched topic: the load was too high")
        time.sleep(0.1)


def measured(run: Run, given: argparse.Namespace) -> dict[str, Any]:
    """Capacity in articles a second, and for each share of it the percentiles of the latency in seconds."""
    arrivals = Arrivals(run)
    arrivals.start()
    most = given.articles * 100  # more than come
    told = articles(given.path, most, words=given.words)
    run.fill(next(told) for _ in range(given.articles))
    with run.started() as process:
        capacity = rate(run.progress(process, given.articles), given.articles)
        loads = []
        for share in given.shares:
            moments = sent(run, told, share * capacity, given.seconds)
            waited_for(lambda moments=moments: moments.keys() <= arrivals.at.keys())
            found = [arrivals.at[name] - moment for name, moment in moments.items()]
            loads.append({"share": share, **percentiles(found[int(WARM * len(found)) :])})
    arrivals.end()
    return {"capacity": capacity, "loads": loads}


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """The percentiles of some latencies, the most, and how many there are."""
    found = {f"p{p}": float(np.percentile(seconds, p)) for p in PERCENTILES}
    return {**found, "most": max(seconds), "articles": len(seconds)}


def main() -> None:
    """Measure, and print a line a load."""
    arguments = parser(__doc__, articles=600)
    arguments.add_argument("--words", type=int, help="make texts of about so many words; else as they are")
    arguments.add_argument("--shares", type=float, nargs="+", default=[0.25, 0.5, 0.8])
    arguments.add_argument("--seconds", type=float, default=60.0, help="of each load")
    add_engine(arguments)
    given = arguments.parse_args()
    with Broker() as broker, engine_of(given) as options:
        figures = measured(Run(broker.bootstrap_servers, options), given)
    lines = [f"capacity {figures['capacity']:.1f} articles a second"]
    for load in figures["loads"]:
        shown = "  ".join(f"p{p} {load[f'p{p}']:.2f} s" for p in PERCENTILES)
        lines.append(f"{load['share']:4.0%} load  {shown}  most {load['most']:.2f} s  ({load['articles']})")
    emit("latency", given, figures, lines)


if __name__ == "__main__":
    main()
