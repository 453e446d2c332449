"""The framing of values that name a schema by its id."""

import struct

MAGIC = b"\0"
_HEADER = struct.Struct(">cI")


def frame(schema_id: int, payload: bytes) -> bytes:
    """`payload` behind a zero byte and the schema id, big-endian. ValueError for an id over 32 bits."""
    try:
        return _HEADER.pack(MAGIC, schema_id) + payload
    except struct.error:
        raise ValueError(f"schema id {schema_id} does not fit in 32 bits") from None


def unframe(value: bytes) -> tuple[int, bytes]:
    """Schema id and payload of a framed value. Raises ValueError if `value` is not framed."""
    if len(value) < _HEADER.size or not value.startswith(MAGIC):
        raise ValueError("a framed value starts with the byte 0 and a schema id of four bytes")
    _, schema_id = _HEADER.unpack_from(value)
    return schema_id, value[_HEADER.size :]
