"""From an `Extraction` to what comes out. Pure: no Beam, no spaCy, no clock, no network."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline import __version__
from pipeline.enrich.entities import Cast, cast_of
from pipeline.enrich.main_event import main_event
from pipeline.enrich.mentions import linked
from pipeline.enrich.places import event_place, resolve_places, setting
from pipeline.enrich.times import event_times, lead_end, lead_time, reported, resolve_times
from pipeline.ids import hashed
from pipeline.plover import intensity, quad_class
from pipeline.records import (
    Article,
    Attribution,
    Candidate,
    Enrichment,
    Event,
    EventType,
    Extraction,
    Grouping,
    Part,
    Phrase,
    Place,
    Quote,
    QuoteMention,
    Time,
)


def enrich(
    article: Article,
    grouping: Grouping,
    extraction: Extraction,
    model_version: str,
    min_confidence: float = 0.0,
) -> Enrichment:
    """Everything that the records of `article` need.

    Lists of the article hold what is in its text, not its title. Events below `min_confidence` are left out; one
    of type OTHER stays if no other of its sentence does, so that an article without a political event has a main
    event.
    """
    places = resolve_places(article, extraction, grouping.home)
    times = resolve_times(extraction.times, article.published_at)
    cast = cast_of(article, extraction, places)
    events: list[Event] = []
    told: dict[str, Candidate] = {}
    for candidate in _emitted(extraction.candidates, min_confidence):
        place = event_place(candidate, extraction, places)
        event = _event(article, grouping, extraction, candidate, cast, place, model_version)
        found = event_times(candidate, extraction, times)
        events += [_at(event, time, number) for number, time in enumerate(found)]
        told |= dict.fromkeys((e.event_id for e in events[-len(found) :]), candidate)
    end = lead_end(extraction)
    events = [
        reported(replace(e, time=e.time or lead_time(told[e.event_id], extraction, times)), end)
        for e in linked(events)
    ]
    main = _best(main_event(article, events, extraction.candidates), events)
    where = setting(article, extraction, places)
    return Enrichment(
        places=tuple(sorted((p for p in places if p and p.part is Part.TEXT), key=lambda p: p.start)),
        times=tuple(t for t in times if t and t.part is Part.TEXT),
        entities=cast.entities,
        quotes=tuple(_quote(q, cast) for q in extraction.quotes if q.span.part is Part.TEXT),
        events=tuple(replace(e, place=e.place or where) if e.event_id == main else e for e in events),
        main_event_id=main,
    )


def _best(event_id: str | None, events: Sequence[Event]) -> str | None:
    """The best mention of the event."""
    return next((e.mention_of for e in events if e.event_id == event_id and e.mention_of), event_id)


def _emitted(candidates: Sequence[Candidate], min_confidence: float) -> list[Candidate]:
    found = [c for each in candidates if comes_out(c := confirmed(each, candidates), min_confidence)]
    told = {c.sentence for c in found if c.event_type is not EventType.OTHER}
    return [c for c in found if c.event_type is not EventType.OTHER or c.sentence not in told]


def confirmed(candidate: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """What the main clause of a title tells, half as sure as by itself and half as the surest event of its type that
    the text tells of, if that is surer."""
    told = [c.confidence for c in candidates if _of_text(c) and c.event_type is candidate.event_type]
    if not any(c.trigger == candidate.trigger for c in candidates if _is_title_clause(c)):
        return candidate
    surest = max(told, default=0.0)
    return replace(candidate, confidence=max(candidate.confidence, (candidate.confidence + surest) / 2))


def _of_text(candidate: Candidate) -> bool:
    return candidate.trigger.part is Part.TEXT


def _is_title_clause(candidate: Candidate) -> bool:
    return candidate.trigger.part is Part.TITLE and candidate.event_type is EventType.OTHER


def comes_out(event: Candidate | Event, min_confidence: float) -> bool:
    """Whether an event is sure enough to be emitted."""
    return event.confidence >= min_confidence or event.event_type is EventType.OTHER


def _event(
    article: Article,
    grouping: Grouping,
    extraction: Extraction,
    candidate: Candidate,
    cast: Cast,
    place: Place | None,
    model_version: str,
) -> Event:
    """The event that a candidate makes, its time left open."""
    trigger = candidate.trigger
    where = (trigger.part.value, str(trigger.start), str(trigger.end))
    event_id = hashed("e", article.article_id, *where, candidate.event_type, candidate.mode or "")
    return Event(
        event_id=event_id,
        article_id=article.article_id,
        story_id=grouping.story_id,
        event_type=candidate.event_type,
        mode=candidate.mode,
        cameo_code=candidate.cameo_code,
        quad_class=quad_class(candidate.event_type),
        intensity=intensity(candidate.event_type, candidate.mode),
        modality=candidate.modality,
        trigger=trigger,
        sentence=extraction.sentences[candidate.sentence],
        actors=tuple(cast.actor(p) for p in candidate.actors),
        recipients=tuple(cast.actor(p) for p in candidate.recipients),
        place=place,
        time=None,
        killed=candidate.killed,
        injured=candidate.injured,
        attribution=_attribution(candidate.attribution, cast) if candidate.attribution else None,
        confidence=candidate.confidence,
        published_at=article.published_at,
        source=article.source,
        url=article.url,
        pipeline_version=__version__,
        model_version=model_version,
    )


def _at(event: Event, time: Time | None, number: int) -> Event:
    """The event at `time`; each after the first of one clause has an identifier of its own."""
    event_id = hashed("e", event.event_id, str(number)) if number else event.event_id
    return replace(event, event_id=event_id, time=time)


def _attribution(phrase: Phrase, cast: Cast) -> Attribution:
    actor = cast.actor(phrase)
    return Attribution(actor.text, actor.start, actor.end, actor.part, actor.name, actor.id)


def _quote(mention: QuoteMention, cast: Cast) -> Quote:
    span, speaker = mention.span, cast.actor(mention.speaker) if mention.speaker else None
    name, id_ = (speaker.name or (speaker.id and speaker.text), speaker.id) if speaker else (None, None)
    return Quote(span.text, span.start, span.end, span.part, name, id_)
