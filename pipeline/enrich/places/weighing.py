"""Why words of an article were taken for toponyms, or not: for pages that explain."""

from dataclasses import dataclass

from pipeline.enrich.places.evidence import likely, points, surroundings
from pipeline.enrich.places.gazetteer import Entry, gazetteer
from pipeline.enrich.places.resolve import ACCEPT, at_first, sightings_of, streets_of
from pipeline.records import Article, Extraction, Part


@dataclass(frozen=True, slots=True)
class Weighed:
    """Words that the gazetteer knows: how likely they are a toponym, and what each piece of evidence adds to that, in
    log odds. `sense` is what they were weighed for; once all toponyms are known, it may change."""

    text: str
    start: int
    sense: Entry
    likely: float
    points: tuple[tuple[str, float], ...]

    @property
    def accepted(self) -> bool:
        """Whether they are taken for a toponym."""
        return self.likely >= ACCEPT


def weighed(article: Article, extraction: Extraction, home: str | None = None) -> list[Weighed]:
    """What may be a toponym in the text of `article`, in text order."""
    texts = {Part.TITLE: article.title or "", Part.TEXT: article.text or ""}
    around = surroundings(extraction.mentions, texts.values())
    seen = sightings_of(texts, extraction, gazetteer(), streets_of(texts))
    return [
        Weighed(
            sighting.name,
            sighting.match.start,
            sense,
            likely(sighting, sense, area, around),
            tuple(points(sighting, sense, area, around)),
        )
        for sighting, sense, area in at_first(seen, home)
        if sighting.part is Part.TEXT
    ]
