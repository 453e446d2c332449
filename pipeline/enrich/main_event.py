"""Which event an article is about."""

import re
from collections.abc import Sequence

from pipeline.records import Article, Event, EventType, Modality, Part

UNREAL = frozenset({Modality.NEGATED, Modality.HYPOTHETICAL})
LEAD_CHARS = 600  # the first paragraphs of a news text, where it says what it is about
WORD = re.compile(r"\w{4,}")  # shorter words say little


def main_event(article: Article, events: Sequence[Event]) -> str | None:
    """The event_id of the article's main event, None if there are no events.

    A title tells what the article is about, so its events come first; then those of the lead, and of these
    the ones that are told as facts, share words with the title, have participants and come first.
    """
    title = _words(article.title or "")
    best = max(events, key=lambda event: _rank(event, title), default=None)
    return best.event_id if best else None


def _rank(event: Event, title: frozenset[str]) -> tuple[float, ...]:
    in_title = event.trigger.part is Part.TITLE
    in_lead = not in_title and event.trigger.start < LEAD_CHARS
    typed = event.event_type is not EventType.OTHER
    real = event.modality not in UNREAL
    return (
        in_title,
        in_lead,
        typed and real,
        real,
        -event.trigger.start if in_title else len(title & _words(event.sentence.text)),
        bool(event.actors) + bool(event.recipients),
        -event.sentence.start,
        event.confidence,
        -event.trigger.start,
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.lower()))
