"""Toponyms found and resolved to the gazetteer, and which of them an event took place at."""

import re
from collections.abc import Sequence

from pipeline.enrich.places.event import place_of
from pipeline.enrich.places.gazetteer import gazetteer
from pipeline.enrich.places.resolve import places_of
from pipeline.enrich.places.setting import setting
from pipeline.records import Article, Candidate, Extraction, Part, Place, Span

__all__ = ["event_place", "resolve_places", "setting"]

_ARTICLE = re.compile(r"(?:the\s)?", re.IGNORECASE)


def resolve_places(article: Article, extraction: Extraction, home: str | None = None) -> list[Place | None]:
    """The places of `article`: first one in line with each of `extraction.mentions`, None for what is no toponym,
    then those that no mention stands for, in text order. `home` is an area as in `Grouping`. Raises UsageError if
    the gazetteer can't be made.
    """
    known = gazetteer()
    found = places_of(
        {Part.TITLE: article.title or "", Part.TEXT: article.text or ""}, extraction, known, home
    )
    at = {(place.part, place.start, place.end): place for place in found}
    inline = [at.pop(_toponym(mention.span), None) for mention in extraction.mentions]
    return [*inline, *at.values()]


def _toponym(span: Span) -> tuple[Part, int, int]:
    """Where the toponym of an entity mention stands, were it one: without its article."""
    return span.part, span.start + _ARTICLE.match(span.text).end(), span.end  # type: ignore[union-attr]


def event_place(candidate: Candidate, extraction: Extraction, places: Sequence[Place | None]) -> Place | None:
    """The place of an event, from `places` as `resolve_places` gives them."""
    return place_of(candidate, extraction, places)
