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
def load(name: str) -> dict[str, Any]:
    """Schema `name` parsed for fastavro. Raises FileNotFoundError if there is no such schema."""
    return fastavro.parse_schema(json.loads(source(name)))


@functools.cache
def fingerprint(name: str) -> str:
    """CRC-64-AVRO fingerprint of schema `name`, 16 hexadecimal digits, as in Avro's single-object encoding."""
    canonical = fastavro.schema.to_parsing_canonical_form(json.loads(source(name)))
    return fastavro.schema.fingerprint(canonical, "CRC-64-AVRO")
