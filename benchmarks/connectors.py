"""The Kafka source and sink alone: records a second, over those of a plain loop with kafka-python's own clients.

    python -m benchmarks.connectors [--records 50000] [--bytes 2000] [--rounds 3] [--json PATH]

Source: a loop over a read_committed `KafkaConsumer`; the source's readers, a new one a bundle as an engine makes them;
and the source in a pipeline of Beam's in-process runner that does nothing else. Sink: a loop over a transactional
`KafkaProducer` that sends a transaction's records and offset; the sink's writer; and the sink in a pipeline. Each takes
the same records, in transactions of 500. Clients and pipelines are started outside of the time: the first fifth does
not count. A round goes through all.
"""

import functools
import itertools
import time
from collections.abc import Callable, Iterator, Sequence

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from kafka import ConsumerGroupMetadata, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.structs import OffsetAndMetadata

from benchmarks import moments
from benchmarks.report import emit, parser, rows
from benchmarks.rounds import rate_of, spread
from benchmarks.runs import BUNDLE
from connectors.kafka import sink, source
from connectors.kafka.admin import TopicSpec, create_topics
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.sink import SinkSettings, WriteToKafka
from connectors.kafka.source import KafkaSource, ReadFromKafka, SourceSettings
from connectors.kafka.writers import TransactionalWriter
from connectors.records import Committable, Origin, OutputRecord
from deploy.kafka.broker import Broker

TRANSACTION = 500
Moments = Sequence[tuple[float, int]]
_NUMBERS = itertools.count(1)


def timed(work: Iterator[int]) -> Moments:
    """When how many were done."""
    return [(time.monotonic(), done) for done in work]


class Benches:
    """The ways to read and to write `count` records of `size` bytes; each gives when how many were done."""

    def __init__(self, address: str, count: int, size: int) -> None:
        self._address, self._count, self._value = address, count, b"record. " * (size // 8)
        self._input = self._topic()
        producer = KafkaProducer(bootstrap_servers=address, linger_ms=20)
        for _ in range(count):
            producer.send(self._input, self._value)
        producer.flush()
        producer.close()

    def ways(self) -> dict[str, dict[str, Callable[[], Moments]]]:
        """For source and sink each way by its name, the plain loop first."""
        return {
            "source": {
                "loop": lambda: timed(self._read_loop()),
                "alone": lambda: timed(self._read_alone()),
                "in Beam": self._read_in_beam,
            },
            "sink": {
                "loop": lambda: timed(self._write_loop()),
                "alone": lambda: timed(self._write_alone()),
                "in Beam": self._write_in_beam,
            },
        }

    def _topic(self) -> str:
        name = f"topic-{next(_NUMBERS)}"
        create_topics(KafkaSettings(self._address, "bench"), [TopicSpec(name, 1)])
        return name

    def _settings(self) -> KafkaSettings:
        return KafkaSettings(self._address, f"group-{next(_NUMBERS)}")

    def _read_loop(self) -> Iterator[int]:
        consumer = KafkaConsumer(bootstrap_servers=self._address, isolation_level="read_committed")
        part, done = TopicPartition(self._input, 0), 0
        consumer.assign([part])
        consumer.seek_to_beginning(part)
        while done < self._count:
            for records in consumer.poll(200).values():
                for _ in records:
                    done += 1
                    yield done
        consumer.close()

    def _source(self) -> SourceSettings:
        return SourceSettings(self._settings(), (self._input,), until_caught_up=True, bundle_records=BUNDLE)

    def _read_alone(self) -> Iterator[int]:
        (made,) = KafkaSource(self._source()).split(1)
        mark, done = None, 0
        while done < self._count:
            reader = made.create_reader(None, mark)
            for _ in range(BUNDLE):
                if not reader.advance():
                    break
                reader.get_current()
                done += 1
                yield done
            mark = reader.get_checkpoint_mark()
        source.close_consumers()

    def _read_in_beam(self) -> Moments:
        moments.SEEN.clear()
        with beam.Pipeline("FnApiRunner", PipelineOptions(["--streaming"])) as pipeline:
            _ = pipeline | ReadFromKafka(self._source()) | beam.Map(moments.count)
        source.close_consumers()
        return list(moments.SEEN)

    def _outputs(self, topic: str) -> list[OutputRecord]:
        return [OutputRecord(topic, b"key", self._value)] * TRANSACTION

    def _write_loop(self) -> Iterator[int]:
        topic, group = self._topic(), self._settings().group_id
        producer = KafkaProducer(bootstrap_servers=self._address, transactional_id=group)
        producer.init_transactions()
        part, members = TopicPartition(self._input, 0), ConsumerGroupMetadata(group, -1, "", None)
        for done in range(TRANSACTION, self._count + 1, TRANSACTION):
            producer.begin_transaction()
            for _ in range(TRANSACTION):
                producer.send(topic, key=b"key", value=self._value)
            producer.send_offsets_to_transaction({part: OffsetAndMetadata(done, "", -1)}, members)
            producer.commit_transaction()
            yield done
        producer.close()

    def _write_alone(self) -> Iterator[int]:
        outputs = self._outputs(self._topic())
        writer = TransactionalWriter(self._settings(), TopicPartition(self._input, 0))
        for done in range(TRANSACTION, self._count + 1, TRANSACTION):
            writer.write(outputs, done)
            yield done
        writer.close()

    def _write_in_beam(self) -> Moments:
        moments.SEEN.clear()
        made = functools.partial(committables, self._input, self._topic(), self._count, self._value)
        settings = SinkSettings(self._settings(), transaction_records=TRANSACTION)
        with beam.Pipeline("FnApiRunner") as pipeline:
            items = pipeline | beam.Create([None]) | beam.FlatMap(made).with_output_types(Committable)
            _ = items | WriteToKafka(settings, moments.count_written)
        sink.close_writers()
        return list(moments.SEEN)


def committables(source_topic: str, topic: str, count: int, value: bytes, _: None) -> Iterator[Committable]:
    """What comes of `count` source records: a record each."""
    output = OutputRecord(topic, b"key", value)
    for offset in range(count):
        yield Committable(Origin(source_topic, 0, offset), offset or -1, (output,), memo=b"counted")


def main() -> None:
    """Time the rounds, and print a line a way."""
    arguments = parser(__doc__)
    arguments.add_argument("--records", type=int, default=50_000)
    arguments.add_argument("--bytes", type=int, default=2000, help="a record")
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    rounds = []
    with Broker() as broker:
        benches = Benches(broker.bootstrap_servers, given.records, given.bytes)
        for _ in range(given.rounds):
            found: dict[str, float] = {}
            for end, ways in benches.ways().items():
                for way, work in ways.items():
                    seen = work()
                    found[f"{end} {way}"] = rate_of(seen, seen[-1][1])
                    if way != "loop":
                        found[f"{end} {way} / loop"] = found[f"{end} {way}"] / found[f"{end} loop"]
            rounds.append(found)
    figures = spread(rounds)
    emit("connectors", given, figures, rows(figures, "records a second"))


if __name__ == "__main__":
    main()
