"""``dateline run`` between topics of its own on a real broker, seen from outside: by what it commits."""

import argparse
import io
import itertools
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import fastavro
from kafka import KafkaConsumer, KafkaProducer, TopicPartition

import schemas
from connectors.kafka.admin import create_topics
from connectors.kafka.settings import KafkaSettings
from deploy.flink.cluster import Cluster
from pipeline.options import OPTIONS
from pipeline.topics import topic_specs

POLL_SECONDS = 0.1
PATIENCE_SECONDS = 300.0  # within which a run must commit something more
END_SECONDS = 60.0
DIRECT, FLINK = "direct", "flink"
BUNDLE = next(option.default for option in OPTIONS if option.key == "bundle_records")  # records
OUTPUTS = ("events", "enriched", "dead-letter", "index")
_NUMBERS = itertools.count(1)


class Run:
    """A group and topics that no other run has, on the broker at `address`; `partitions` of articles.

    `options` are options of ``dateline run``.
    """

    def __init__(self, address: str, options: Sequence[str], partitions: int = 1) -> None:
        self.address, self.name = address, f"run-{next(_NUMBERS)}"
        self.options = options
        self.input = f"{self.name}-articles"
        self.outputs = {output: f"{self.name}-{output}" for output in OUTPUTS}
        self._parts = [TopicPartition(self.input, number) for number in range(partitions)]
        self.settings = KafkaSettings(address, self.name)
        topics = {f"{output.replace('-', '_')}_topic": topic for output, topic in self.outputs.items()}
        defaults = {option.key: option.default for option in OPTIONS}
        specs = topic_specs(SimpleNamespace(**defaults | topics | {"input_topic": self.input}), 1)
        create_topics(self.settings, [replace(specs[0], partitions=partitions), *specs[1:]])
        self._group = KafkaConsumer(
            bootstrap_servers=address, group_id=self.name, enable_auto_commit=False
        )  # only asks for offsets

    def fill(self, articles: Iterable[dict[str, Any]]) -> int:
        """Put articles on the input topic, its partitions in turn; how many."""
        producer, count = KafkaProducer(bootstrap_servers=self.address, linger_ms=20), 0
        for article in articles:
            part = self._parts[count % len(self._parts)]
            producer.send(self.input, json.dumps(article).encode(), partition=part.partition)
            count += 1
        producer.flush()
        producer.close()
        return count

    @contextmanager
    def started(self, *more: str) -> Iterator["subprocess.Popen[bytes]"]:
        """The command under way; it is stopped, in good order if it can, when the context ends."""
        topics = [f"--input-topic={self.input}"]
        topics += [f"--{output}-topic={topic}" for output, topic in self.outputs.items()]
        where = [f"--bootstrap-servers={self.address}", f"--group-id={self.name}", *topics]
        command = [sys.executable, "-m", "pipeline.cli", "run", *where, *self.options, *more]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
            try:
                yield process
            finally:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(END_SECONDS)
                process.kill()

    def committed(self) -> int:
        """How many articles are done: the sum of the group's offsets."""
        return sum(self._group.committed(part) or 0 for part in self._parts)

    def progress(self, process: "subprocess.Popen[bytes]", total: int) -> Iterator[int]:
        """How many articles are done, again and again until `total` are. Ends before that if the run ends."""
        done, moved_at = -1, time.monotonic()
        while done < total:
            ended = process.poll() is not None
            before, done = done, self.committed()
            if done != before:
                moved_at = time.monotonic()
                yield done
            elif ended or time.monotonic() - moved_at > PATIENCE_SECONDS:
                return
            time.sleep(POLL_SECONDS)

    def wait_for(self, process: "subprocess.Popen[bytes]", total: int) -> None:
        """Return once `total` articles are done."""
        if max(self.progress(process, total), default=0) < total:
            raise SystemExit(f"{self.name} ended, or stood still, before {total} articles were done")

    def outcomes(self) -> dict[str, int]:
        """How many articles had which outcome; dead letters are in it too."""
        letters = list(self._records("dead-letter", schemas.DEAD_LETTER))
        for letter in letters:
            print(f"dead letter: {letter['stage']}: {letter['reason']}: {letter['error']}", file=sys.stderr)
        found = Counter(article["outcome"] for article in self._records("enriched", schemas.ENRICHED_ARTICLE))
        return dict(+(found + Counter(DEAD_LETTER=len(letters))))

    def _records(self, output: str, schema: str) -> Iterator[Any]:
        for value in committed_values(self.address, self.outputs[output]):
            yield fastavro.schemaless_reader(io.BytesIO(value), schemas.load(schema), None)


def committed_values(address: str, topic: str) -> Iterator[bytes]:
    """The values of the one partition of `topic`, as a read_committed consumer sees it now."""
    consumer = KafkaConsumer(bootstrap_servers=address, isolation_level="read_committed")
    part = TopicPartition(topic, 0)
    consumer.assign([part])
    consumer.seek_to_beginning(part)
    end = consumer.end_offsets([part])[part]
    while consumer.position(part) < end:
        for records in consumer.poll(200, max_records=5000).values():
            yield from (record.value for record in records)
    consumer.close()


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Options that `engine_of` reads."""
    parser.add_argument(
        "--workers",
        type=int,
        default=os.cpu_count(),
        help="processes of the pool; on Flink of each TaskManager",
    )
    parser.add_argument("--runner", choices=(DIRECT, FLINK), default=DIRECT)
    parser.add_argument("--flink-parallelism", type=int, default=1)


@contextmanager
def engine_of(given: argparse.Namespace) -> Iterator[list[str]]:
    """The options of ``dateline run`` for what was given; a Flink cluster with so many slots runs meanwhile."""
    workers = f"--workers={given.workers}"
    if given.runner == DIRECT:
        yield [workers]
        return
    with Cluster(slots=given.flink_parallelism) as cluster:
        parallelism = f"--flink-parallelism={given.flink_parallelism}"
        yield [workers, "--runner=flink", f"--flink-rest={cluster.rest}", parallelism]
