"""Whence the words of a phrase are known: the table for each name and role word in it."""

from dataclasses import dataclass

from pipeline.actors.lexicon import ROLES, Chunk, Sort
from pipeline.actors.reading import read

TABLES = {
    Sort.COUNTRY: "countries.tsv",
    Sort.NATIONALITY: "countries.tsv",
    Sort.CAPITAL: "countries.tsv",
    Sort.ORG: "organisations.tsv",
    Sort.LEADER: "leaders.tsv",
} | dict.fromkeys(ROLES, "roles.tsv")


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of a phrase that a table knows: as what, and with which country (ISO3) and sector."""

    text: str
    sort: str
    table: str
    country: str | None
    sector: str | None


def sources(phrase: str) -> tuple[Source, ...]:
    """The stretches of `phrase` that tables know, in order; empty if none does."""
    reading = read(phrase)
    parts = [*reading.core, *(c for a in reading.attachments for c in a.chunks)]
    return tuple(_source(c) for c in parts if c.sort is not Sort.WORD)


def _source(chunk: Chunk) -> Source:
    table = TABLES.get(chunk.sort, "places.tsv")
    return Source(chunk.text, chunk.sort.value, table, chunk.entry.country, chunk.entry.sector)
