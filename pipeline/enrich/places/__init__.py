"""Toponyms resolved to GeoNames entries."""

from collections.abc import Sequence

from pipeline.records import Article, Candidate, Extraction, Place


def resolve_places(article: Article, extraction: Extraction) -> list[Place | None]:
    """A `Place` in line with each of `extraction.mentions`, None for what is no toponym or isn't found."""
    return [None for _ in extraction.mentions]


def event_place(candidate: Candidate, extraction: Extraction, places: Sequence[Place | None]) -> Place | None:
    """The place of an event, from `places`, which stand in line with `extraction.mentions`."""
    return next((places[i] for i in candidate.places if places[i]), None)
