"""Which event an article is about."""

import re
from collections.abc import Sequence

from pipeline.records import Article, Candidate, Event, EventType, Modality, Part

UNREAL = frozenset({Modality.NEGATED, Modality.HYPOTHETICAL})
LEAD_CHARS = 300  # the first paragraph or two of a news text, where it says what it is about
QUOTED = re.compile(r"""(?<!\w)["'‘“](?=\w).+?(?<=\S)["'’”](?!\w)""")
WORD = re.compile(r"\w{4,}")  # shorter words say little


def main_event(article: Article, events: Sequence[Event], candidates: Sequence[Candidate] = ()) -> str | None:
    """The event_id of the article's main event, None if there are no events.

    A title tells what the article is about, so its events come first. Then come those of a type that the title
    speaks of too briefly to be an event by itself, which only `candidates`, what may be an event, tell; then
    the title's own clause without such an event; then those of the lead, and of these the ones that are told as
    facts, share words with the title, come first and have participants.
    """
    title = longer_words(article.title or "")
    hinted = frozenset(c.event_type for c in candidates if c.trigger.part is Part.TITLE) - {EventType.OTHER}
    quoted = [found.span() for found in QUOTED.finditer(article.title or "")]
    best = max(events, key=lambda event: _rank(event, title, hinted, quoted), default=None)
    return best.event_id if best else None


def _rank(
    event: Event, title: frozenset[str], hinted: frozenset[EventType], quoted: Sequence[tuple[int, int]]
) -> tuple[float, ...]:
    in_title = event.trigger.part is Part.TITLE
    said = in_title and any(start < event.trigger.start < end for start, end in quoted)
    typed = event.event_type is not EventType.OTHER
    real = event.modality not in UNREAL
    return (
        in_title and (typed or not hinted) and not said,
        event.event_type in hinted,
        in_title,
        event.trigger.start < LEAD_CHARS,
        typed and real,
        real,
        -event.trigger.start if in_title else len(title & longer_words(event.sentence.text)),
        -event.sentence.start,
        bool(event.actors) + bool(event.recipients),
        event.confidence,
        -event.trigger.start,
    )


def longer_words(text: str) -> frozenset[str]:
    """The words of a text that say much, in lower case."""
    return frozenset(WORD.findall(text.lower()))
