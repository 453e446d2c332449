"""Avro object container files that hold one record."""

import io
import json
import zlib
from dataclasses import dataclass
from typing import Any

import fastavro

from pipeline.errors import BadRecordError, Reason

MAGIC = b"Obj\x01"
_LONG = fastavro.parse_schema({"type": "long"})
_HEADER = fastavro.parse_schema(
    {
        "type": "record",
        "name": "Header",
        "fields": [
            {"name": "magic", "type": {"type": "fixed", "name": "Magic", "size": 4}},
            {"name": "meta", "type": {"type": "map", "values": "bytes"}},
            {"name": "sync", "type": {"type": "fixed", "name": "Sync", "size": 16}},
        ],
    }
)


@dataclass(frozen=True, slots=True)
class Contained:
    """The writer's schema (parsed JSON, unchecked) and the bytes of the one record."""

    schema: Any
    payload: bytes


def unpack(value: bytes, limit: int) -> Contained:
    """The one record in the container `value`, with codec null or deflate.

    Raises BadRecordError: NOT_DECODABLE for a container that is broken, ends early or uses another codec,
    WRONG_TYPE if it holds no or several records, TOO_LARGE if it unpacks to more than `limit` bytes.
    """
    source = io.BytesIO(value)
    try:
        header: Any = fastavro.schemaless_reader(source, _HEADER, None)
        schema = json.loads(header["meta"]["avro.schema"])
        if source.tell() == len(value):
            raise _not_one(0)
        count, block = _block(source, header["sync"])
        if count != 1 or source.tell() != len(value):
            raise _not_one(count)
    except (EOFError, IndexError):
        raise _broken("ends early") from None
    except RecursionError:
        raise _broken("has a schema that is nested too deep") from None
    except (KeyError, ValueError, OverflowError, MemoryError) as error:
        raise _broken(f"can't be read: {type(error).__name__}") from None
    return Contained(schema, _unpacked(block, header["meta"].get("avro.codec", b"null"), limit))


def _block(source: io.BytesIO, sync: bytes) -> tuple[int, bytes]:
    count, size = (_long(source) for _ in range(2))
    if size < 0:
        raise _broken("has a block of negative size")
    block = source.read(size)
    if len(block) < size or source.read(len(sync)) != sync:
        raise EOFError
    return count, block


def _long(source: io.BytesIO) -> int:
    number = fastavro.schemaless_reader(source, _LONG, None)
    return number if isinstance(number, int) else -1


def _unpacked(block: bytes, codec: bytes, limit: int) -> bytes:
    if codec == b"null":
        return block
    if codec != b"deflate":
        raise _broken(f"uses the codec {ascii(codec)[:40]}; null and deflate are read")
    inflater = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        unpacked = inflater.decompress(block, limit + 1)
    except zlib.error:
        raise _broken("is not compressed as it says") from None
    if len(unpacked) > limit:
        message = f"the Avro container unpacks to more than {limit} bytes"
        raise BadRecordError(Reason.TOO_LARGE, message)
    return unpacked


def _broken(how: str) -> BadRecordError:
    return BadRecordError(Reason.NOT_DECODABLE, f"the Avro container {how}")


def _not_one(count: int) -> BadRecordError:
    held = "no record" if count == 0 else "several records"
    return BadRecordError(Reason.WRONG_TYPE, f"the Avro container holds {held}, not one")
