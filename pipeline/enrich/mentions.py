"""Mentions of one event in an article put together, so that consumers count it once."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.enrich.likeness import ENOUGH, likeness
from pipeline.records import Event, EventType


def linked(events: Sequence[Event]) -> list[Event]:
    """`events` in order, with `mention_of` on each that tells an event again that another one tells better.

    The best mention of an event gets the time, place and toll that it lacks from its other mentions.
    """
    groups: list[list[Event]] = []
    for event in sorted(events, key=lambda e: (e.trigger.part.value == "TEXT", e.trigger.start)):
        group = _group_of(event, groups) if event.event_type is not EventType.OTHER else None
        if group is None:
            groups.append([event])
        else:
            group.append(event)
    settled = {event.event_id: event for group in groups for event in _settled(group)}
    return [settled[event.event_id] for event in events]


def _group_of(event: Event, groups: Sequence[list[Event]]) -> list[Event] | None:
    """The group whose mentions `event` is most like, the nearest of several, if it is enough like one and apart from
    none."""
    best, most = None, ENOUGH
    for group in groups:
        points = [likeness(member, event) for member in group]
        known = [each for each in points if each is not None]
        if len(known) == len(points) and max(known) >= most:
            best, most = group, max(known)
    return best


def _settled(group: list[Event]) -> list[Event]:
    best = max(group, key=_quality)
    whole = replace(
        best,
        place=best.place or next((e.place for e in group if e.place), None),
        time=best.time or next((e.time for e in group if e.time), None),
        killed=_first(best.killed, *(e.killed for e in group)),
        injured=_first(best.injured, *(e.injured for e in group)),
    )
    return [whole if event is best else replace(event, mention_of=best.event_id) for event in group]


def _quality(event: Event) -> tuple[float, ...]:
    """Both sides told, then the surest, then the first."""
    return bool(event.actors) + bool(event.recipients), event.confidence, -event.trigger.start


def _first(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)
