"""Index entries as records of the index topic."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import fastavro

import schemas
from connectors.records import Origin
from pipeline.records import IndexEntry, as_record

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_INSTANT_MS = 253_402_300_799_999
"""The end of the year 9999, the last that a timestamp may name."""


def encode_batch(entries: Iterable[IndexEntry]) -> bytes:
    """`entries` as one Avro datum of schema ``IndexBatch``."""
    out = io.BytesIO()
    batch = {"entries": [as_record(entry) for entry in entries]}
    fastavro.schemaless_writer(out, schemas.load(schemas.INDEX_BATCH), batch)
    return out.getvalue()


def decode_batch(data: bytes) -> list[IndexEntry]:
    """The entries that `encode_batch` encoded. Raises what fastavro raises for anything else."""
    batch = fastavro.schemaless_reader(io.BytesIO(data), schemas.load(schemas.INDEX_BATCH), None)
    return [_entry(fields) for fields in cast(dict[str, Any], batch)["entries"]]


def _entry(fields: dict[str, Any]) -> IndexEntry:
    milliseconds = (fields["seen_at"] - _EPOCH) // timedelta(milliseconds=1)
    return IndexEntry(**fields | {"origin": Origin(**fields["origin"]), "seen_at": milliseconds})
