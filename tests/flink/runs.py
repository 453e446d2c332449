"""``dateline run`` by a name of its own: group and output topics apart from those of other runs."""

import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kafka import KafkaProducer

from connectors.kafka.admin import committed_offsets
from connectors.kafka.settings import KafkaSettings
from deploy.flink.cluster import Cluster
from tests.outcomes import DATELINE

OUTPUTS = ("events", "enriched", "dead-letter", "index")
RUN_SECONDS = 240


@dataclass(frozen=True)
class Run:
    """A run called `name` on the broker at `kafka`, which reads `name-articles` or the topic given."""

    name: str
    kafka: str
    given: str = ""

    @property
    def input(self) -> str:
        """The topic of articles."""
        return self.given or f"{self.name}-articles"

    def topic(self, output: str) -> str:
        """The topic of one of `OUTPUTS`."""
        return f"{self.name}-{output}"

    @property
    def names(self) -> list[str]:
        """The options that tell it from other runs."""
        outputs = [f"--{output}-topic={self.topic(output)}" for output in OUTPUTS]
        return [
            f"--bootstrap-servers={self.kafka}",
            f"--group-id={self.name}",
            f"--input-topic={self.input}",
            *outputs,
        ]

    def create_topics(self, partitions: int) -> None:
        """Make its topics."""
        command = [*DATELINE, "topics", "create", f"--partitions={partitions}", *self.names]
        subprocess.run(command, check=True, timeout=120, capture_output=True)

    @contextmanager
    def started(self, *more: str) -> Iterator[subprocess.Popen[bytes]]:
        """The command under way, with one process for extraction; killed if the context ends first."""
        command = [*DATELINE, "run", "--workers=1", "--bundle-records=16", *self.names, *more]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
            try:
                yield process
            finally:
                process.kill()

    def audit(self) -> str:
        """What ``dateline audit`` says up to the end of the input. Fails unless the books balance."""
        command = [*DATELINE, "audit", "--to-end", *self.names]
        done = subprocess.run(command, timeout=120, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def committed(self) -> int:
        """The sum of the committed offsets of all partitions."""
        found = committed_offsets(KafkaSettings(self.kafka, self.name), [self.input])
        return sum(offset or 0 for offset in found.values())

    def wait_for_more(self, seen: int, process: subprocess.Popen[bytes]) -> None:
        """Return once more than `seen` is committed. Fails if the command ends before."""
        deadline = time.monotonic() + RUN_SECONDS
        while self.committed() <= seen:
            assert process.poll() is None, "the run ended too early"
            assert time.monotonic() < deadline, "nothing more is committed"
            time.sleep(0.2)


def on(cluster: Cluster, parallelism: int, *more: str) -> list[str]:
    """The options of a run on `cluster`, with frequent checkpoints."""
    return [
        "--runner=flink",
        f"--flink-rest={cluster.rest}",
        f"--flink-parallelism={parallelism}",
        "--flink-checkpoint-seconds=2",
        *more,
    ]


def fill(kafka: str, topic: str, values: Iterable[bytes], partitions: int = 1) -> None:
    """Write `values` to the partitions in turn, a second apart by their timestamps."""
    producer = KafkaProducer(bootstrap_servers=kafka)
    began_ms = 1000 * int(time.time())
    for number, value in enumerate(values):
        at_ms = began_ms + 1000 * number
        producer.send(topic, value, partition=number % partitions, timestamp_ms=at_ms)
    producer.flush()
    producer.close()
