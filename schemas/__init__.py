"""The Avro schemas of every topic, one ``.avsc`` file a schema, and their loader."""

import functools
import json
from importlib import resources
from typing import Any

import fastavro

ARTICLE = "article"
ENRICHED_ARTICLE = "enriched_article"
EVENT = "event"
DEAD_LETTER = "dead_letter"
INDEX_BATCH = "index_batch"
NAMES = (ARTICLE, ENRICHED_ARTICLE, EVENT, DEAD_LETTER, INDEX_BATCH)


@functools.cache
def source(name: str) -> str:
    """The text of schema `name`, as shipped. Raises FileNotFoundError if there is no such schema."""
    return resources.files(__name__).joinpath(f"{name}.avsc").read_text(encoding="utf-8")


@functools.cache
def released(name: str) -> dict[int, str]:
    """The text of schema `name` by the number of each released version, oldest first."""
    folder = resources.files(__name__).joinpath("released")
    numbers = (
        sorted(int(entry.name) for entry in folder.iterdir() if entry.name.isdecimal())
        if folder.is_dir()
        else []
    )
    versions = {number: folder.joinpath(str(number), f"{name}.avsc") for number in numbers}
    return {number: file.read_text(encoding="utf-8") for number, file in versions.items() if file.is_file()}


def parsed(text: str) -> Any:
    """A schema's text parsed for fastavro."""
    return fastavro.parse_schema(json.loads(text))


def fingerprint_of(text: str) -> str:
    """CRC-64-AVRO fingerprint of a schema's text, 16 hexadecimal digits, as in single-object encoding."""
    canonical = fastavro.schema.to_parsing_canonical_form(json.loads(text))
    return fastavro.schema.fingerprint(canonical, "CRC-64-AVRO")


@functools.cache
def load(name: str) -> dict[str, Any]:
    """Schema `name` parsed for fastavro. Raises FileNotFoundError if there is no such schema."""
    return parsed(source(name))


@functools.cache
def fingerprint(name: str) -> str:
    """`fingerprint_of` schema `name`. Raises FileNotFoundError if there is no such schema."""
    return fingerprint_of(source(name))
