"""An index topic on a real broker: filled, and read back into an index as at the start of a run."""

import itertools
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import schemas
from benchmarks.runs import BUNDLE
from connectors.kafka.admin import TopicSpec, create_topics
from connectors.kafka.log import produce
from connectors.kafka.settings import KafkaSettings
from connectors.records import OutputRecord
from deploy.kafka.broker import Broker
from pipeline.encode import Encoder
from pipeline.group.codec import encode_batch
from pipeline.group.settings import GENERATIONS, GroupSettings
from pipeline.group.state import KeyedState, Views
from pipeline.records import IndexEntry
from pipeline.settings import IndexLog

HOUR_MS = 3_600_000


def fill_index(settings: KafkaSettings, topic: str, entries: Iterable[IndexEntry]) -> int:
    """Write entries to an index topic as if they had come in the last hour; how many."""
    counted, now = itertools.count(), int(time.time() * 1000) - HOUR_MS
    recent = (replace(entry, seen_at=now + next(counted)) for entry in entries)
    headers = Encoder().headers(schemas.INDEX_BATCH)
    batches = itertools.batched(recent, BUNDLE)
    produce(settings, (OutputRecord(topic, None, encode_batch(batch), headers) for batch in batches))
    return next(counted)


class _Bag:
    """Bag and value state in memory, as an engine in this process has it."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def add(self, item: Any) -> None:
        self.items.append(item)

    def clear(self) -> None:
        self.items.clear()

    def write(self, value: bytes) -> None:
        self.items = [value]

    def read(self) -> Any:
        return self.items[-1] if self.items else None


def load_seconds(entries: Iterable[IndexEntry]) -> dict[str, float]:
    """Seconds, by the clock and of CPU time, in which an index is made of what its topic holds: `entries`.

    As at the start of a run, with the state that an engine in this process keeps.
    """
    with Broker() as broker:
        kafka, topic = KafkaSettings(broker.bootstrap_servers, "load"), "index"
        create_topics(kafka, [TopicSpec(topic, 1)])
        count = fill_index(kafka, topic, entries)
        settings = GroupSettings(max_entries=2 * count, log=IndexLog(kafka, topic))
        state = KeyedState(_Bag(), tuple(_Bag() for _ in range(GENERATIONS)))
        began, spent = time.monotonic(), time.process_time()
        index = Views().take("en", settings, state)
        assert len(index) == count
        return {"wall": time.monotonic() - began, "cpu": time.process_time() - spent}
