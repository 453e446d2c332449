"""An article in Avro: plain, single-object encoded, framed with a registry's id, or in a container file."""

import functools
import io
from collections.abc import Callable, Mapping
from typing import Any

import fastavro
from fastavro.types import Schema

import schemas
from connectors.registry.client import RegistryClient, RegistryError, UnknownSchemaError
from connectors.registry.framing import unframe
from pipeline.decode import container
from pipeline.decode.writer_schema import checked
from pipeline.errors import BadRecordError, Reason

SINGLE_OBJECT_MAGIC = b"\xc3\x01"
_MAX_SCHEMAS = 1_000

SchemaLookup = Callable[[int], Schema]


def no_registry(schema_id: int) -> Schema:
    """The look-up where no registry is configured. Raises UnknownSchemaError."""
    raise UnknownSchemaError(f"no schema registry is configured to look up schema id {schema_id}")


def registry_lookup(client: RegistryClient) -> SchemaLookup:
    """A look-up that asks `client`, checks what it says and remembers it."""
    return functools.lru_cache(_MAX_SCHEMAS)(lambda schema_id: checked(client.schema(schema_id)))


def read_avro(value: bytes, fingerprint: str | None, lookup: SchemaLookup, limit: int) -> Mapping[str, Any]:
    """The named values of one Avro record, read with the schema that it was written in.

    `fingerprint` (CRC-64-AVRO, hexadecimal) names a version of schema ``article``. Without it, containers and
    single objects name their schema themselves; other bytes are plain if they are exactly one article in the
    current version, else framed, if they start like that, with an id for `lookup`. A container may unpack to
    at most `limit` bytes. Without a registry, bytes that start like plain Avro and end early count as that.
    Raises BadRecordError: UNKNOWN_SCHEMA, NOT_DECODABLE, WRONG_TYPE, TOO_LARGE, and INTERNAL_ERROR if the
    registry can't be asked.
    """
    if value.startswith(container.MAGIC):
        contained = container.unpack(value, limit)
        return _read(contained.payload, checked(contained.schema))
    if fingerprint is not None:
        return _read(value, _version(fingerprint.strip().lower()))
    if value.startswith(SINGLE_OBJECT_MAGIC):
        return _read(value[10:], _version(value[2:10].hex()))
    try:
        return _read(value, schemas.load(schemas.ARTICLE))
    except BadRecordError as plain:
        try:
            schema_id, payload = unframe(value)
        except ValueError:
            raise plain from None
        return _read(payload, _looked_up(schema_id, lookup, plain))


class _EndsEarlyError(BadRecordError):
    """The bytes are the start of a record."""

    def __init__(self) -> None:
        super().__init__(Reason.NOT_DECODABLE, "the Avro record ends early")


def _version(fingerprint: str) -> Schema:
    schema = _versions().get(fingerprint)
    if schema is None:
        message = f"no version of schema {schemas.ARTICLE} has the fingerprint {ascii(fingerprint)[:42]}"
        raise BadRecordError(Reason.UNKNOWN_SCHEMA, message)
    return schema


@functools.cache
def _versions() -> Mapping[str, Schema]:
    """The current and every released version of schema ``article``, by fingerprint."""
    sources = [*schemas.released(schemas.ARTICLE).values(), schemas.source(schemas.ARTICLE)]
    return {schemas.fingerprint_of(source): schemas.parsed(source) for source in sources}


def _looked_up(schema_id: int, lookup: SchemaLookup, plain: BadRecordError) -> Schema:
    try:
        return lookup(schema_id)
    except UnknownSchemaError as error:
        if lookup is no_registry and isinstance(plain, _EndsEarlyError):
            raise plain from None
        message = f"{error}, and the value is not plain Avro of schema {schemas.ARTICLE} either: {plain}"
        raise BadRecordError(Reason.UNKNOWN_SCHEMA, message) from None
    except RegistryError as error:
        advice = "; replay the record once it is back" if error.retryable else ""
        raise BadRecordError(Reason.INTERNAL_ERROR, f"{error}{advice}") from error


def _read(payload: bytes, schema: Schema) -> Mapping[str, Any]:
    source = io.BytesIO(payload)
    try:
        values: Any = fastavro.schemaless_reader(source, schema, None)
    except EOFError:
        raise _EndsEarlyError from None
    except UnicodeDecodeError:
        raise BadRecordError(Reason.NOT_DECODABLE, "a string in the Avro record is not UTF-8") from None
    except OverflowError:
        message = "a date or number in the Avro record is out of range"
        raise BadRecordError(Reason.WRONG_TYPE, message) from None
    except IndexError as error:
        if source.tell() == len(payload):
            raise _EndsEarlyError from None
        raise _not_in_schema(error) from None
    except Exception as error:  # noqa: BLE001 - the reader raises whatever malformed bytes lead it to
        raise _not_in_schema(error) from None
    if source.tell() != len(payload):
        left = len(payload) - source.tell()
        raise BadRecordError(Reason.NOT_DECODABLE, f"{left} bytes are left after the Avro record")
    return values


def _not_in_schema(error: Exception) -> BadRecordError:
    message = f"not Avro in the schema it should have: {type(error).__name__}"
    return BadRecordError(Reason.NOT_DECODABLE, message)
