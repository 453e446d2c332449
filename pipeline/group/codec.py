"""Index entries as records of the index topic."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import fastavro

import schemas
from connectors.records import Origin
from pipeline.errors import UsageError
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


def joined(batches: Iterable[bytes]) -> bytes:
    """One batch of the entries of all: an Avro array is written in blocks, after the last of which stands a zero."""
    return b"".join(batch[:-1] for batch in batches) + b"\0"


def current(data: bytes, fingerprint: bytes | None) -> bytes:
    """A batch in the schema of this version. `fingerprint` names the schema that it was written in, if known.

    Raises UsageError if that is a schema which this version does not know.
    """
    if fingerprint in (None, schemas.fingerprint(schemas.INDEX_BATCH).encode()):
        return data
    for text in schemas.released(schemas.INDEX_BATCH).values():
        if fingerprint == schemas.fingerprint_of(text).encode():
            reader = schemas.load(schemas.INDEX_BATCH)
            batch = fastavro.schemaless_reader(io.BytesIO(data), schemas.parsed(text), reader)
            for entry in cast(dict[str, Any], batch)["entries"]:
                entry["details"] = entry["details"] or b""  # fastavro gives the default of bytes as a string
            out = io.BytesIO()
            fastavro.schemaless_writer(out, reader, batch)
            return out.getvalue()
    raise UsageError(
        "the index topic holds what a newer version of Dateline wrote: install that, or see docs/runbook.md"
    )


def _entry(fields: dict[str, Any]) -> IndexEntry:
    milliseconds = (fields["seen_at"] - _EPOCH) // timedelta(milliseconds=1)
    read = {"origin": Origin(**fields["origin"]), "seen_at": milliseconds, "areas": tuple(fields["areas"])}
    return IndexEntry(**fields | read)
