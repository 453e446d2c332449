"""Which of an article's places is the place of an event."""

from collections.abc import Sequence

from pipeline.records import Candidate, Extraction, Place

AREAS = frozenset({"country", "admin1"})


def place_of(candidate: Candidate, extraction: Extraction, places: Sequence[Place | None]) -> Place | None:
    """The place of an event, from `places`, of which the first stand in line with `extraction.mentions`.

    It is the most specific place of those that its clause names; a people's name tells of an actor, not where.
    """
    linked = [p for i in candidate.places if extraction.mentions[i].label != "NORP" and (p := places[i])]
    if not linked:
        return None
    nearest = linked[0]
    if nearest.kind in AREAS:
        return next((p for p in linked if p.kind not in AREAS and p.country == nearest.country), nearest)
    return nearest
