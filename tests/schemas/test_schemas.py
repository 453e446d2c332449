"""The schemas: documented, of one mind with each other, with the records and with what was released."""

import json
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from typing import Any

import avro.schema
import fastavro
import pytest
from avro.compatibility import ReaderWriterCompatibilityChecker, SchemaCompatibilityType

import schemas
from connectors.records import Origin
from pipeline import records
from pipeline.errors import Reason

COMPLEX = ("record", "enum", "fixed")


def _types(schema: Any) -> Iterator[dict[str, Any]]:
    """Every named type in `schema`, where it is defined."""
    if isinstance(schema, list):
        for branch in schema:
            yield from _types(branch)
    elif isinstance(schema, dict):
        if schema["type"] in COMPLEX:
            yield schema
        for field in schema.get("fields", ()):
            yield from _types(field["type"])
        yield from _types(schema.get("items"))


ALL = [(name, t) for name in schemas.NAMES for t in _types(json.loads(schemas.source(name)))]
BY_NAME = {t["name"]: t for _, t in ALL}


@pytest.mark.parametrize(("schema", "kind"), ALL, ids=[f"{s}.{t['name']}" for s, t in ALL])
def test_everything_is_documented(schema: str, kind: dict[str, Any]) -> None:
    assert kind["doc"].strip()
    for field in kind.get("fields", ()):
        assert field["doc"].strip().endswith("."), f"{kind['name']}.{field['name']}"


def test_a_type_in_two_schemas_is_the_same_type() -> None:
    for _, kind in ALL:
        assert json.dumps(_expanded(kind)) == json.dumps(_expanded(BY_NAME[kind["name"]]))


def _expanded(schema: Any) -> Any:
    """`schema` with every named type written out."""
    if isinstance(schema, str):
        return _expanded(BY_NAME[schema]) if schema in BY_NAME else schema
    if isinstance(schema, list):
        return [_expanded(branch) for branch in schema]
    changed = {
        "fields": [f | {"type": _expanded(f["type"])} for f in schema.get("fields", ())],
        "items": _expanded(schema["items"]) if "items" in schema else None,
    }
    return {key: value for key, value in schema.items() if key != "namespace"} | changed


RECORDS: dict[str, type] = {
    "EnrichedArticle": records.EnrichedArticle,
    "Event": records.Event,
    "Place": records.Place,
    "Time": records.Time,
    "Actor": records.Actor,
    "Attribution": records.Attribution,
    "Entity": records.Entity,
    "Quote": records.Quote,
    "Span": records.Span,
    "Trigger": records.Span,
    "Sentence": records.Span,
    "Origin": Origin,
}
ENUMS: dict[str, type[StrEnum]] = {
    "EventType": records.EventType,
    "Modality": records.Modality,
    "Outcome": records.Outcome,
    "Part": records.Part,
    "Reason": Reason,
}


@pytest.mark.parametrize("name", RECORDS)
def test_records_have_the_fields_of_their_schema_in_order(name: str) -> None:
    assert [f.name for f in fields(RECORDS[name])] == [f["name"] for f in BY_NAME[name]["fields"]]


def test_an_article_has_the_fields_of_its_schema_in_order() -> None:
    names = [f["name"] for f in BY_NAME["Article"]["fields"]]
    assert [f.name.removeprefix("article_") for f in fields(records.Article)] == names


@pytest.mark.parametrize("name", ENUMS)
def test_enums_have_the_symbols_of_their_schema_in_order(name: str) -> None:
    assert [member.value for member in ENUMS[name]] == BY_NAME[name]["symbols"]


def test_enums_have_a_default_so_that_symbols_can_be_added() -> None:
    for _, kind in ALL:
        if kind["type"] == "enum":
            assert kind["default"] in kind["symbols"]


@pytest.mark.parametrize("name", schemas.NAMES)
def test_the_current_schema_reads_every_released_version(name: str) -> None:
    current = avro.schema.parse(schemas.source(name))
    for number, text in schemas.released(name).items():
        result = ReaderWriterCompatibilityChecker().get_compatibility(current, avro.schema.parse(text))
        assert result.compatibility is SchemaCompatibilityType.compatible, f"{number}: {result.messages}"


@pytest.mark.parametrize("name", schemas.NAMES)
def test_the_check_knows_an_incompatible_schema(name: str) -> None:
    changed = json.loads(schemas.source(name))
    changed["fields"].append({"name": "added", "type": "string", "doc": "Without a default."})
    result = ReaderWriterCompatibilityChecker().get_compatibility(
        avro.schema.parse(json.dumps(changed)), avro.schema.parse(schemas.source(name))
    )
    assert result.compatibility is SchemaCompatibilityType.incompatible


def test_a_released_version_holds_every_schema() -> None:
    numbers = {name: list(schemas.released(name)) for name in schemas.NAMES}
    for versions in numbers.values():
        assert versions == sorted(versions)
        assert versions == list(range(1, len(versions) + 1))


@pytest.mark.parametrize("name", schemas.NAMES)
def test_fingerprints_agree_with_apaches(name: str) -> None:
    # Of the canonical form: from the schema itself Apache's Python library keeps {"type": "long"} for a logical
    # type, where the specification's rule PRIMITIVES, and Apache's Java library, make it "long".
    canonical = fastavro.schema.to_parsing_canonical_form(json.loads(schemas.source(name)))
    assert schemas.fingerprint(name) == avro.schema.parse(canonical).fingerprint("CRC-64-AVRO").hex()
