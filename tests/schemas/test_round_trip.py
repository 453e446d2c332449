"""What fastavro writes Apache's library reads, and the other way round, over any records of our schemas."""

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import avro.io
import avro.schema
import fastavro
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import schemas

THEIRS = {name: avro.schema.parse(schemas.source(name)) for name in schemas.NAMES}
LOGICAL: dict[str, st.SearchStrategy[Any]] = {
    # Whole milliseconds: what the schema can carry.
    "timestamp-millis": st.datetimes(datetime(1600, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(
        lambda d: d.replace(microsecond=d.microsecond // 1000 * 1000)
    ),
    "date": st.dates(date(1, 1, 1), date(9999, 12, 31)),
}
PRIMITIVE: dict[str, st.SearchStrategy[Any]] = {
    "null": st.none(),
    "int": st.integers(-(2**31), 2**31 - 1),
    "long": st.integers(-(2**63), 2**63 - 1),
    "double": st.floats(allow_nan=False),
    "string": st.text(max_size=12),
    "bytes": st.binary(max_size=12),
}


def values(schema: Any, named: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """Any value of `schema` (parsed JSON)."""
    if isinstance(schema, list):
        return st.one_of([values(branch, named) for branch in schema])
    if isinstance(schema, str):
        return PRIMITIVE[schema] if schema in PRIMITIVE else named[schema]
    if "logicalType" in schema:
        return LOGICAL[schema["logicalType"]]
    match schema["type"]:
        case "record":
            made = st.fixed_dictionaries({f["name"]: values(f["type"], named) for f in schema["fields"]})
            named[schema["name"]] = made
            return made
        case "enum":
            named[schema["name"]] = st.sampled_from(schema["symbols"])
            return named[schema["name"]]
        case "array":
            return st.lists(values(schema["items"], named), max_size=2)
    return values(schema["type"], named)


RECORDS = {name: values(json.loads(schemas.source(name)), {}) for name in schemas.NAMES}


def fastavro_writes(name: str, record: Any) -> bytes:
    out = io.BytesIO()
    fastavro.schemaless_writer(out, schemas.load(name), record)
    return out.getvalue()


def fastavro_reads(name: str, data: bytes) -> Any:
    return fastavro.schemaless_reader(io.BytesIO(data), schemas.load(name), None)


def apache_writes(name: str, record: Any) -> bytes:
    out = io.BytesIO()
    avro.io.DatumWriter(THEIRS[name]).write(record, avro.io.BinaryEncoder(out))
    return out.getvalue()


def apache_reads(name: str, data: bytes) -> Any:
    return avro.io.DatumReader(THEIRS[name]).read(avro.io.BinaryDecoder(io.BytesIO(data)))


@pytest.mark.parametrize("name", schemas.NAMES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_both_libraries_agree(name: str, data: st.DataObject) -> None:
    record = data.draw(RECORDS[name])
    ours, theirs = fastavro_writes(name, record), apache_writes(name, record)
    assert ours == theirs
    assert apache_reads(name, ours) == record
    assert fastavro_reads(name, theirs) == record
