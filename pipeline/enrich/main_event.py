"""Which event an article is about."""

import re
from collections.abc import Sequence

from pipeline.records import Article, Candidate, Event, EventType, Modality, Part

UNREAL = frozenset({Modality.NEGATED, Modality.HYPOTHETICAL})
LEAD_CHARS = 300  # the first paragraph or two of a news text, where it says what it is about
STEM = 5  # letters in which the forms of a verb agree: "stages", "staged"
QUOTED = re.compile(r"""(?<!\w)["'‘“](?=\w).+?(?<=\S)["'’”](?!\w)""")
WORD = re.compile(r"\w{4,}")  # shorter words say little


def main_event(article: Article, events: Sequence[Event], candidates: Sequence[Candidate] = ()) -> str | None:
    """The event_id of the article's main event, None if there are no events.

    A title tells what the article is about, so the event of its clause comes first, also as the text tells it with
    the same verb, then its other events, and those of a type that its clause speaks of too briefly to be an event by
    itself, which only `candidates`, what may be an event, tell; then the title's own clause without such an event;
    then those of the lead, and of these the ones that are told as facts, share words with the title, come first and
    have participants.
    """
    title = longer_words(article.title or "")
    told = _Title(
        [c for c in candidates if c.trigger.part is Part.TITLE],
        [found.span() for found in QUOTED.finditer(article.title or "")],
    )
    best = max(events, key=lambda event: _rank(event, title, told), default=None)
    return best.event_id if best else None


class _Title:
    """What a title may tell of, and what of it is quoted."""

    def __init__(self, candidates: Sequence[Candidate], quoted: Sequence[tuple[int, int]]) -> None:
        other = EventType.OTHER
        self.quoted = quoted
        self.clause = next((c.trigger for c in candidates if c.event_type is other), None)
        self.hinted = frozenset(c.event_type for c in candidates) - {other}

    def quotes(self, event: Event) -> bool:
        """Whether the title only quotes what tells of the event."""
        return any(start < event.trigger.start < end for start, end in self.quoted)

    def says(self, event: Event) -> bool:
        """Whether an event's word is that of the title's clause, or the text's form of it."""
        if self.clause is None or event.trigger.part is Part.TITLE:
            return event.trigger == self.clause
        word, other = self.clause.text.lower(), event.trigger.text.lower()
        return word[:STEM] == other[:STEM] and event.trigger.start < LEAD_CHARS


def _rank(event: Event, title: frozenset[str], told: _Title) -> tuple[float, ...]:
    in_title = event.trigger.part is Part.TITLE
    typed = event.event_type is not EventType.OTHER
    real = event.modality not in UNREAL
    return (
        typed and told.says(event),
        in_title and (typed or not told.hinted) and not told.quotes(event),
        event.event_type in told.hinted,
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
