"""What the tests of decoding share."""

import io
import json
from collections.abc import Callable
from typing import Any

import fastavro
import pytest

import schemas
from connectors.records import Headers, Origin, SourceRecord
from pipeline.decode.core import DecodeSettings, decode
from pipeline.errors import BadRecordError
from pipeline.records import Article

DEFAULTS = DecodeSettings()


def record(value: bytes | None, headers: Headers = ()) -> SourceRecord:
    return SourceRecord(Origin("articles", 0, 7), 7, 0, None, value, headers)


def avro(values: dict[str, Any], schema: Any = None) -> bytes:
    out = io.BytesIO()
    fastavro.schemaless_writer(out, schema or schemas.load(schemas.ARTICLE), values)
    return out.getvalue()


def container(records: list[dict[str, Any]], schema: Any = None, codec: str = "null") -> bytes:
    out = io.BytesIO()
    fastavro.writer(out, schema or schemas.load(schemas.ARTICLE), records, codec=codec)
    return out.getvalue()


def read(value: Any, *headers: tuple[str, bytes | None], settings: DecodeSettings = DEFAULTS) -> Article:
    encoded = value if isinstance(value, bytes) or value is None else json.dumps(value).encode()
    return decode(record(encoded, headers), settings)


Refused = Callable[..., BadRecordError]


@pytest.fixture
def refused() -> Refused:
    """The error that a record meets, having checked that a dead letter can carry it."""

    def call(value: Any, *headers: tuple[str, bytes | None], **settings: Any) -> BadRecordError:
        with pytest.raises(BadRecordError) as caught:
            read(value, *headers, settings=DecodeSettings(**settings))
        message = str(caught.value)
        assert len(message.splitlines()) == 1
        assert len(message.encode()) < 500
        return caught.value

    return call
