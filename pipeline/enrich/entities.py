"""The cast of an article: mentions of one actor merged, and each participant's phrase resolved to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.records import Actor, Article, Entity, Extraction, Phrase, Place


@dataclass(frozen=True, slots=True)
class Cast:
    """The entities of an article."""

    entities: tuple[Entity, ...]

    def actor(self, phrase: Phrase) -> Actor:
        """The participant that `phrase` names, resolved over the article."""
        span = phrase.span
        return Actor(span.text, span.start, span.end, span.part)


def cast_of(article: Article, extraction: Extraction, places: Sequence[Place | None]) -> Cast:
    """The cast of `article`. `places` stand in line with `extraction.mentions`."""
    return Cast(())
