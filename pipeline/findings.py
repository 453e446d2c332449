"""What was resolved in an article's text beside its events, and why: times, places, entities and quotations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.actors.sources import sources
from pipeline.enrich.places.weighing import weighed
from pipeline.enrich.times import resolve_times
from pipeline.enrich.times.resolve import family_of
from pipeline.records import Article, Enrichment, Entity, Extraction, Part, Place, Time

_SHOWN_POINTS = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of the text, what they stand for, nothing if they were rejected, and why. `step` is the resolver."""

    step: str
    text: str
    start: int
    resolved: str
    why: str


def findings(article: Article, extraction: Extraction, enrichment: Enrichment) -> list[Finding]:
    """All findings in the text of `article`, in text order."""
    found = (
        *_times(article, extraction),
        *_places(article, extraction, enrichment),
        *_entities(enrichment),
        *(Finding("quote", q.text, q.start, q.speaker or "nobody named", "") for q in enrichment.quotes),
    )
    return sorted(found, key=lambda finding: finding.start)


def _times(article: Article, extraction: Extraction) -> Iterator[Finding]:
    resolved = resolve_times(extraction.times, article.published_at)
    for mention, time in zip(extraction.times, resolved, strict=True):
        if mention.span.part is Part.TEXT:
            tense = f", {mention.tense.lower()} tense" if mention.tense else ""
            why = f"{family_of(mention.span.text) or 'no family knows it'}{tense}"
            yield Finding("time", mention.span.text, mention.span.start, _time(time) if time else "", why)


def _time(time: Time) -> str:
    days = "" if time.earliest is None else f" {time.earliest}/{time.latest}"
    return f"{_joined((time.type, time.value, time.mod), ' ')}{days}"


def _places(article: Article, extraction: Extraction, enrichment: Enrichment) -> Iterator[Finding]:
    meant = {place.start: place for place in enrichment.places}
    for each in weighed(article, extraction):
        most = sorted((p for p in each.points if p[1]), key=lambda p: -abs(p[1]))[:_SHOWN_POINTS]
        why = f"{each.likely:.2f}: {', '.join(f'{name} {by:+.1f}' for name, by in most)}"
        place = meant.get(each.start) if each.accepted else None
        yield Finding("place", each.text, each.start, _place(place) if place else "", why)


def _place(place: Place) -> str:
    point = f"{place.latitude:.2f} {place.longitude:.2f}" if place.latitude is not None else None
    return _joined((place.name, place.admin1, place.country, place.kind, point))


def _entities(enrichment: Enrichment) -> Iterator[Finding]:
    for entity in enrichment.entities:
        for span in entity.mentions:
            if span.part is Part.TEXT:
                why = "; ".join(f"{s.table}: {s.text}" for s in sources(span.text))
                yield Finding("entity", span.text, span.start, _entity(entity), why)


def _entity(entity: Entity) -> str:
    return _joined((entity.name, entity.country, entity.sector, entity.role, entity.id))


def _joined(facts: Iterable[str | None], by: str = ", ") -> str:
    return by.join(fact for fact in facts if fact)
