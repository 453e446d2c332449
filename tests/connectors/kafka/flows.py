"""A small pipeline for tests: source to sink, one output a record. Importable, as what is pickled must be."""

import argparse
import signal
from collections.abc import Iterable, Sequence

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from connectors.kafka.settings import KafkaSettings
from connectors.kafka.sink import SinkSettings, WriteToKafka
from connectors.kafka.source import ReadFromKafka, SourceSettings, stop
from connectors.records import Committable, OutputRecord, SourceRecord


class Tag(beam.DoFn):
    """Each record as an output whose key tells where it came from."""

    def __init__(self, topic: str) -> None:
        self.topic = topic

    def process(self, record: SourceRecord) -> Iterable[Committable]:
        origin = record.origin
        key = f"{origin.topic}/{origin.partition}/{origin.offset}".encode()
        yield Committable(origin, record.link, (OutputRecord(self.topic, key, record.value),), key)


class Index:
    """One record for the memos of a transaction."""

    def __init__(self, topic: str) -> None:
        self.topic = topic

    def __call__(self, memos: Sequence[bytes]) -> Iterable[OutputRecord]:
        yield OutputRecord(self.topic, None, b" ".join(memos))


def run(source: SourceSettings, sink: SinkSettings, out: str, index: str) -> None:
    """Run until the source ends."""
    pipeline = beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions(["--streaming"]))
    tagged = pipeline | ReadFromKafka(source) | beam.ParDo(Tag(out)).with_output_types(Committable)
    tagged | WriteToKafka(sink, Index(index))
    pipeline.run().wait_until_finish()


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("servers", "group", "topics", "out", "index", "delivery"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--until-caught-up", action="store_true")
    parser.add_argument("--splits", type=int, default=1)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: stop())
    kafka = KafkaSettings(given.servers, given.group)
    source = SourceSettings(
        kafka,
        tuple(given.topics.split(",")),
        until_caught_up=given.until_caught_up,
        bundle_records=10,
        splits=given.splits,
    )
    run(source, SinkSettings(kafka, given.delivery), given.out, given.index)


if __name__ == "__main__":
    from tests.connectors.kafka import flows

    flows.main()
