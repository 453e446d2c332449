"""What every reader of topics needs, without Beam: kafka-python's records as ours, and where to start."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from kafka import TopicPartition

from connectors.errors import ConnectorError
from connectors.records import Origin, SourceRecord

NO_PREDECESSOR = -1


def source_record(record: Any, link: int, replayed: bool = False) -> SourceRecord:
    """kafka-python's `record` as ours."""
    origin = Origin(record.topic, record.partition, record.offset)
    headers = tuple(map(tuple, record.headers)) if record.headers else ()
    return SourceRecord(origin, link, record.timestamp, record.key, record.value, headers, replayed)


def start_offsets(
    consumer: Any, partitions: Sequence[TopicPartition], start_from: str
) -> dict[TopicPartition, int]:
    """Where `start_from` begins: earliest, latest, or the first record not before an ISO 8601 time.

    A time without a zone is UTC. Raises ConnectorError if it is none of these.
    """
    if not partitions:
        return {}
    if start_from in ("earliest", "latest"):
        find = consumer.beginning_offsets if start_from == "earliest" else consumer.end_offsets
        found: dict[TopicPartition, int] = find(list(partitions))
        return found
    since_ms = start_time_ms(start_from)
    at_time = consumer.offsets_for_times(dict.fromkeys(partitions, since_ms))
    ends = consumer.end_offsets(list(partitions))
    return {p: ends[p] if at_time.get(p) is None else at_time[p].offset for p in partitions}


def start_time_ms(start_from: str) -> int:
    """An ISO 8601 time in milliseconds since 1970; without a zone it is UTC. Raises ConnectorError."""
    try:
        moment = datetime.fromisoformat(start_from)
    except ValueError as error:
        raise ConnectorError(f"{start_from!r} is not earliest, latest or an ISO 8601 time") from error
    return max(0, int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000))
