"""Which of an article's places is the place of an event."""

import re
from collections.abc import Iterator, Sequence

from pipeline.enrich.places.gazetteer import gazetteer
from pipeline.enrich.places.tables import words
from pipeline.records import Candidate, EventType, Extraction, Modality, Part, Place, Span

WIDE = frozenset({"country", "region"})
LEAD_SENTENCES = 2
DATELINE_REACH = 60

_UNDERGONE = frozenset(
    {
        EventType.CONSULT,
        EventType.ASSAULT,
        EventType.PROTEST,
        EventType.COERCE,
        EventType.AID,
        EventType.MOBILIZE,
    }
)
"""Types that take place at the country that they are done to: "visited China", "shelled Ukraine"."""

_ON_THE_SPOT = _UNDERGONE | {EventType.RETREAT, EventType.COOPERATE}
_DASH = re.compile(r"[—–]|--| - ")


def place_of(candidate: Candidate, extraction: Extraction, places: Sequence[Place | None]) -> Place | None:
    """The place of an event, from `places`, of which the first stand in line with `extraction.mentions`.

    It is the most specific place that its clause names, but for the event's own actors: who acts is not where,
    and a people's name tells of an actor, too. Else it is what its sentence names after a preposition of place,
    and for what happened on the spot in the article's lead, the place in the dateline. The lead takes up the
    title, so it may tell the place of the title's event, or tell it better.
    """
    own, number = list(_linked(candidate, extraction, places)), candidate.sentence
    found = own or list(_told(candidate, number, extraction, places))
    if candidate.trigger.part is Part.TITLE:
        title = _told(candidate, number, extraction, places) if own else ()
        lead = (place for lead in _lead(extraction) for place in _told(candidate, lead, extraction, places))
        found += [*title, *lead]
    if found:
        return _most_specific(found)
    if candidate.event_type in _ON_THE_SPOT and candidate.modality is Modality.OCCURRED:
        return _dateline(candidate, extraction, places)
    return None


def _linked(candidate: Candidate, extraction: Extraction, places: Sequence[Place | None]) -> Iterator[Place]:
    """The places of the event's clause, nearest by syntax first."""
    taking_part = [phrase.head for phrase in candidate.actors]
    if candidate.event_type not in _UNDERGONE:
        taking_part += [phrase.head for phrase in candidate.recipients]
    for i in candidate.places:
        place = places[i]
        if place is None or extraction.mentions[i].label == "NORP" or gazetteer().peopled(place.text):
            continue
        if not any(_overlap(place, head) for head in taking_part):
            yield place


def _told(
    candidate: Candidate, number: int, extraction: Extraction, places: Sequence[Place | None]
) -> Iterator[Place]:
    """The places that a sentence names after a preposition of place, nearest to the event's trigger first."""
    sentence = extraction.sentences[number]
    within = [
        place
        for place in places
        if place is not None and place.part is sentence.part and sentence.start <= place.start < sentence.end
    ]
    for place in sorted(within, key=lambda place: (abs(place.start - candidate.trigger.start), place.start)):
        before = sentence.text[: place.start - sentence.start].lower().removesuffix("the ").split()
        if before and before[-1] in words("place_preposition") and not gazetteer().peopled(place.text):
            yield place


def _dateline(candidate: Candidate, extraction: Extraction, places: Sequence[Place | None]) -> Place | None:
    """The place that the text is dated from ("BEIRUT (AP) —"), for an event of the title or the lead."""
    lead = _lead(extraction)
    if not lead or (candidate.trigger.part is Part.TEXT and candidate.sentence not in lead):
        return None
    opening = extraction.sentences[lead[0]].start
    after = " ".join(extraction.sentences[i].text for i in lead)
    for place in places:
        if place is not None and place.part is Part.TEXT and place.start == opening:
            length = place.end - place.start
            return place if _DASH.search(after[length : length + DATELINE_REACH]) else None
    return None


def _lead(extraction: Extraction) -> list[int]:
    """The numbers of the text's first sentences."""
    return [i for i, s in enumerate(extraction.sentences) if s.part is Part.TEXT][:LEAD_SENTENCES]


def _most_specific(places: Sequence[Place]) -> Place:
    """The first of `places`, or what lies in it: "in Russia's Kursk" is Kursk."""
    best = places[0]
    for place in places[1:]:
        if _lies_in(place, best):
            best = place
    return best


def _lies_in(place: Place, area: Place) -> bool:
    if place.country != area.country or not place.country or place.kind in WIDE:
        return False
    return area.kind in WIDE or (
        area.kind == "admin1" and place.kind != "admin1" and place.admin1 == area.name
    )


def _overlap(place: Place, span: Span) -> bool:
    return place.part is span.part and place.start < span.end and span.start < place.end
