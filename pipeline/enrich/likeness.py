"""How much two mentions of events in one article look like one event."""

import re
from functools import cache

from pipeline.enrich.main_event import longer_words
from pipeline.enrich.same_party import mutual_points, side_points
from pipeline.enrich.times.words import words
from pipeline.records import Event, EventType, Modality, Part, Place, Time
from pipeline.tables import rows

MUTUAL = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
"""Types whose parties do it together, so that who comes first says nothing."""

SAID = frozenset(
    {
        EventType.REQUEST,
        EventType.ACCUSE,
        EventType.REJECT,
        EventType.THREATEN,
        EventType.SUPPORT,
        EventType.AGREE,
        EventType.CONCEDE,
    }
)
"""Types of what is said, of which the same parties say much."""

ENOUGH = 3
"""Points from which two mentions are taken as one event."""

REACH = 700
"""Characters within which "the attack" takes up an attack."""

GENERAL = "violence"
"""A noun that takes up a state of things, not one event of it."""

TWICE = 9
"""Points for a sentence that is in the article twice, as a title often is: enough whatever else."""

SHARED_WORDS = 4
"""Longer words, parties among them, that two tellings of one statement share."""

TITLE_WORDS, TITLE_SHARE = 3, 0.4
"""Words of a title, and their share of it, that the lead must have to tell what the title tells."""

_OUTLOOK = {Modality.ONGOING: Modality.OCCURRED, Modality.HYPOTHETICAL: Modality.PLANNED}
_WEAPONS = frozenset({"aerial", "explosives", "firearms", "heavy-weapons", "unconventional"})
_STEM = 5
_LEAD_CHARS = 600
_BEFORE = 40
_CONTENT = re.compile(r"\w{5,}")
_WORD = re.compile(r"[\w'’-]+")


def likeness(event: Event, later: Event) -> int | None:
    """Points for what two mentions share, None if something tells them apart.

    Participants count most: 2 for one who is the same, 1 for one who may be. A point each for the same day, the same
    place, the same mode, the same word, a toll, and a title with the text's lead; 1 for a later mention as of
    something known ("the attack"), 2 if it is near. What is only said must have both parties and the same words.
    """
    if _told_apart(event, later):
        return None
    if event.sentence.text.rstrip(" .") == later.sentence.text.rstrip(" .") and _stem(event) == _stem(later):
        return TWICE
    near = later.sentence.start - event.sentence.end < REACH or event.trigger.part is Part.TITLE
    if _retells(event, later) and _in_the_same_words(event, later):
        return ENOUGH
    if near and (nouns := _outcome_of(later)):
        return ENOUGH + any(_stem_of(noun) == _stem(event) for noun in nouns)
    parties = _parties(event, later)
    if parties is None:
        return None
    taken_up = _takes_up(later) * (1 + near) if _is_told(event) else 0
    anchors = parties, taken_up, _retells(event, later)
    if not any(anchors) or (event.event_type in SAID and not _says_the_same(event, later, parties)):
        return None
    shared = (
        event.time is not None and later.time is not None,
        event.place is not None and later.place is not None,
        event.mode is not None and event.mode == later.mode,
        _same_word(event, later),
        bool(event.killed and later.killed) or bool(event.injured and later.injured),
        *anchors[1:],
    )
    return parties + sum(shared)


def _is_told(event: Event) -> bool:
    """Whether something of an event is told, and not only its kind."""
    told = event.time or event.place or event.killed or event.injured
    return bool(told or any(a.name or a.country or a.sector for a in (*event.actors, *event.recipients)))


def _says_the_same(event: Event, later: Event, parties: int) -> bool:
    content = [set(_CONTENT.findall(e.sentence.text.lower())) for e in (event, later)]
    return parties > 1 and _same_word(event, later) and len(content[0] & content[1]) >= SHARED_WORDS


def _in_the_same_words(title: Event, lead: Event) -> bool:
    told, told_again = longer_words(title.sentence.text), longer_words(lead.sentence.text)
    shared = told & told_again
    return len(shared) >= TITLE_WORDS and len(shared) >= TITLE_SHARE * len(told)


def _same_word(event: Event, later: Event) -> bool:
    return len(event.trigger.text) >= _STEM - 1 and _stem(event) == _stem(later)


def _retells(event: Event, later: Event) -> bool:
    """Whether the text's lead tells what the title tells."""
    return (
        event.trigger.part is Part.TITLE
        and later.trigger.part is Part.TEXT
        and later.trigger.start < _LEAD_CHARS
    )


def _told_apart(event: Event, other: Event) -> bool:
    return (
        event.event_type is not other.event_type
        or event.sentence == other.sentence
        or _outlook(event) is not _outlook(other)
        or _in_other_ways(event, other)
        or _at_other_times(event.time, other.time)
        or _at_other_places(event.place, other.place)
        or _differ(event.killed, other.killed)
        or _differ(event.injured, other.injured)
        or _is_another(other)
        or _one_and_several(event, other)
    )


def _in_other_ways(event: Event, other: Event) -> bool:
    """Whether the modes differ: of violence, those that name a weapon, since an assassination may be by bomb."""
    modes = {event.mode, other.mode} - {None}
    return len(modes & _WEAPONS if event.event_type is EventType.ASSAULT else modes) > 1


def _outlook(event: Event) -> Modality:
    return _OUTLOOK.get(event.modality, event.modality)


def _differ(number: int | None, other: int | None) -> bool:
    return number is not None and other is not None and number != other


def _at_other_times(time: Time | None, other: Time | None) -> bool:
    if not (time and other and time.earliest and time.latest and other.earliest and other.latest):
        return False
    return time.latest < other.earliest or other.latest < time.earliest


def _at_other_places(place: Place | None, other: Place | None) -> bool:
    """Whether neither of two places may lie in the other."""
    if place is None or other is None or place.geoname_id == other.geoname_id:
        return False
    if place.country and other.country and place.country != other.country:
        return True
    if "country" in (place.kind, other.kind):
        return False
    within = "admin1" in (place.kind, other.kind) and place.admin1 == other.admin1
    return not within


def _before(event: Event) -> list[str]:
    """The last words before the trigger, within its sentence, lower case."""
    at = event.trigger.start - event.sentence.start
    return _WORD.findall(event.sentence.text[max(0, at - _BEFORE) : at].lower())[-3:]


@cache
def _others(where: str) -> frozenset[str]:
    return frozenset(word for word, place in rows("pipeline.enrich", "other_events.tsv") if place == where)


def _is_another(event: Event) -> bool:
    """Whether its sentence says that it is not one told before: "another attack", "Meanwhile, rebels attacked"."""
    opening = _WORD.search(event.sentence.text)
    opens = opening is not None and opening[0].lower() in _others("opening")
    return opens or not _others("before").isdisjoint(_before(event))


def _one_and_several(event: Event, other: Event) -> bool:
    """Whether one tells of an attack, the other of attacks. A title's "attacks" may be a verb."""
    one, several = sorted((e.trigger.text.lower() for e in (event, other)), key=len)
    return several == f"{one}s" and event.trigger.part is Part.TEXT


def _takes_up(event: Event) -> bool:
    """Whether it is told as something known: "the attack"."""
    before = _before(event)
    known = event.trigger.text.lower() in words("event_nouns")
    return known and not {"the", "this", "that", "these", "those"}.isdisjoint(before[-2:])


def _outcome_of(event: Event) -> list[str]:
    """The nouns that take up an event, if this one tells how that ended for people: "the attack killed nine"."""
    if event.killed is None and event.injured is None:
        return []
    types, found = words("event_nouns"), _known_event().findall(event.sentence.text)
    return [noun for noun in found if types[noun.lower()] == event.event_type and noun.lower() != GENERAL]


@cache
def _known_event() -> re.Pattern[str]:
    nouns = "|".join(words("event_nouns"))
    return re.compile(rf"\b(?:the|this|that|these|those) (?:\w+ )?({nouns})\b", re.IGNORECASE)


def _stem(event: Event) -> str:
    return _stem_of(event.trigger.text)


def _stem_of(word: str) -> str:
    return word.lower()[:_STEM]


def _parties(event: Event, later: Event) -> int | None:
    """Points for the participants, None if they are others."""
    anew = _retells(event, later)
    if event.event_type in MUTUAL:
        both = [*event.actors, *event.recipients], [*later.actors, *later.recipients]
        return mutual_points(*both, anew=anew, again=_same_word(event, later) or _takes_up(later))
    actors = side_points(event.actors, later.actors, anew=anew)
    recipients = side_points(event.recipients, later.recipients, anew=anew)
    return None if actors is None or recipients is None else actors + recipients
