"""Whether a schema that came with the data is safe to read with."""

from typing import Any

import fastavro
from fastavro.types import Schema

from pipeline.errors import BadRecordError, Reason

_MAX_DEPTH = 32
_MAX_NODES = 5_000


def checked(schema: Any) -> Schema:
    """`schema` (parsed JSON) ready for fastavro.

    Refused, because a few bytes of data could keep the reader busy without end or exhaust its stack: types
    that hold themselves, arrays of items that take no bytes, and schemas nested more than 32 deep. Raises
    BadRecordError: UNKNOWN_SCHEMA for these and for what is no Avro schema, WRONG_TYPE if it is no record.
    """
    if not isinstance(schema, dict) or schema.get("type") != "record":
        raise BadRecordError(Reason.WRONG_TYPE, "the writer's schema is not that of a record")
    _Walk().type(schema, 0)
    try:
        return fastavro.parse_schema(schema, named_schemas={}, _force=True)
    except Exception as error:  # noqa: BLE001 - the parser raises whatever a malformed schema leads it to
        message = f"the writer's schema is not valid: {type(error).__name__}"
        raise BadRecordError(Reason.UNKNOWN_SCHEMA, message) from None


class _Walk:
    """Goes once through a schema. `type` says whether a value of the type may take no bytes at all."""

    def __init__(self) -> None:
        self._open: set[str] = set()
        self._empty: dict[str, bool] = {}
        self._nodes = 0

    def type(self, schema: Any, depth: int) -> bool:
        self._nodes += 1
        if depth > _MAX_DEPTH or self._nodes > _MAX_NODES:
            raise _refused("is too large")
        if isinstance(schema, str):
            return self._named(schema)
        if isinstance(schema, list):
            for branch in schema:
                self.type(branch, depth + 1)
            return False
        if not isinstance(schema, dict):
            raise _refused("is not valid")
        match schema.get("type"):
            case "record" | "error":
                return self._record(schema, depth)
            case "array":
                if self.type(schema.get("items"), depth + 1):
                    raise _refused("has an array of items that take no bytes")
                return False
            case "map":
                self.type(schema.get("values"), depth + 1)
                return False
            case "enum" | "fixed":
                self._empty[_name(schema)] = schema.get("size") == 0
                return schema.get("size") == 0
            case inner:
                return self.type(inner, depth + 1)

    def _named(self, name: str) -> bool:
        short = name.rpartition(".")[2]
        if short in self._open:
            raise _refused("has a type that holds itself")
        return name == "null" or self._empty.get(short, False)

    def _record(self, schema: dict[str, Any], depth: int) -> bool:
        name, fields = _name(schema), schema.get("fields")
        if not isinstance(fields, list) or not all(isinstance(field, dict) for field in fields):
            raise _refused("is not valid")
        self._open.add(name)
        empty = [self.type(field.get("type"), depth + 1) for field in fields]
        self._open.discard(name)
        self._empty[name] = all(empty)
        return all(empty)


def _name(schema: dict[str, Any]) -> str:
    """The unqualified name; two types of one name in different namespaces count as one, to be safe."""
    return str(schema.get("name")).rpartition(".")[2]


def _refused(what: str) -> BadRecordError:
    return BadRecordError(Reason.UNKNOWN_SCHEMA, f"the writer's schema {what}")
