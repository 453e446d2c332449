"""Notes of rewinds in the index topic: what has been read more than once, so that an audit can tell it from a fault.

A note has no value: whoever reads the index passes it over.
"""

import json
from dataclasses import dataclass

from connectors.records import OutputRecord, SourceRecord

HEADER = "dateline-rewind"
_KEY = b"rewind"  # a record must have a key or a value


@dataclass(frozen=True, slots=True)
class Rewind:
    """`group` was set back at `at_ms` (since 1970), so the offsets of `span` in a partition are read once more."""

    group: str
    topic: str
    partition: int
    span: range
    at_ms: int


def note(index_topic: str, group: str, topic: str, partition: int, span: range) -> OutputRecord:
    """The record that says so."""
    said = {"group": group, "topic": topic, "partition": partition, "from": span.start, "to": span.stop}
    return OutputRecord(index_topic, _KEY, None, ((HEADER, json.dumps(said).encode()),))


def noted(record: SourceRecord) -> Rewind | None:
    """The rewind that a record of the index topic tells of; None if it is none."""
    if record.value is not None:
        return None
    found = dict(record.headers).get(HEADER)
    if found is None:
        return None
    said = json.loads(found)
    span = range(said["from"], said["to"])
    return Rewind(said["group"], said["topic"], said["partition"], span, record.timestamp_ms)
