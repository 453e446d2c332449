"""Records to bytes: Avro, framed for a schema registry where one is used."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import fastavro

import schemas
from connectors.records import Headers
from connectors.registry.framing import frame

FINGERPRINT_HEADER = "avro-schema-fingerprint"
CONTENT_TYPE = ("content-type", b"avro/binary")


@dataclass(frozen=True, slots=True)
class Encoder:
    """`schema_ids` are the registry's ids by schema name; without them a header carries the fingerprint."""

    schema_ids: Mapping[str, int] = field(default_factory=dict)

    def encode(self, name: str, record: Any) -> bytes:
        """`record` in schema `name`. Raises ValueError or TypeError if it does not fit the schema."""
        out = io.BytesIO()
        fastavro.schemaless_writer(out, schemas.load(name), record)
        plain = out.getvalue()
        return frame(self.schema_ids[name], plain) if self.schema_ids else plain

    def headers(self, name: str) -> Headers:
        """Headers of a record whose value is in schema `name`."""
        if self.schema_ids:
            return (CONTENT_TYPE,)
        return (CONTENT_TYPE, (FINGERPRINT_HEADER, schemas.fingerprint(name).encode()))
