"""Records of the output topics, from the bytes on Kafka to what people and programs read."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import fastavro

import schemas
from connectors.records import SourceRecord
from connectors.registry.client import RegistryClient
from connectors.registry.framing import unframe
from connectors.registry.settings import RegistrySettings
from pipeline.encode import FINGERPRINT_HEADER
from pipeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Read:
    """A record and the short name of its schema, such as ``Event``."""

    schema: str
    record: dict[str, Any]


Reader = Callable[[SourceRecord], Read | None]


def reader(registry: RegistrySettings | None) -> Reader:
    """A function that reads Dateline's records; it gives None for a record that is not one of them.

    It raises UsageError for a framed value if there is no `registry` to look its schema up at.
    """
    client = RegistryClient(registry) if registry else None

    def read(record: SourceRecord) -> Read | None:
        fingerprint = dict(record.headers).get(FINGERPRINT_HEADER)
        value = record.value or b""
        if fingerprint is not None:
            schema = _by_fingerprint().get(fingerprint.decode("ascii", "replace"))
        elif value.startswith(b"\0"):
            if client is None:
                raise UsageError("the values are framed for a schema registry: give --schema-registry-url")
            schema_id, value = unframe(value)
            schema = fastavro.parse_schema(dict(client.schema(schema_id)))
        else:
            schema = None
        return _decoded(schema, value) if schema else None

    return read


def _decoded(schema: Any, value: bytes) -> Read | None:
    name = schema["name"].rpartition(".")[2]
    if name not in _by_name():
        return None
    read = fastavro.schemaless_reader(io.BytesIO(value), schema, _by_name()[name])
    return Read(name, read) if isinstance(read, dict) else None


@cache
def _by_fingerprint() -> dict[str, Any]:
    return {schemas.fingerprint(name): schemas.load(name) for name in schemas.NAMES}


@cache
def _by_name() -> dict[str, Any]:
    loaded = (schemas.load(name) for name in schemas.NAMES)
    return {schema["name"].rpartition(".")[2]: schema for schema in loaded}
