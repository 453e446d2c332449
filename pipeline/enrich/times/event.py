"""Which of an article's times is the time of an event."""

from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.enrich.times.readings import DATE, DURATION, TIME
from pipeline.records import Candidate, Extraction, Modality, Part, Tense, Time

NEXT_SENTENCES = 2
LEAD_SENTENCES = 3
SENTENCES_BACK = 2
WEEK = 7
DEFINITE = ("the ", "that ", "this ", "those ", "these ")


def event_time(candidate: Candidate, extraction: Extraction, times: Sequence[Time | None]) -> Time | None:
    """The time of an event, from `times`, which stand in line with `extraction.times`.

    It is the nearest of its clause that has days; else that of the sentence that takes the event up again,
    which is one of the lead for an event of the title, else one that opens with it ("The talks on Sunday
    were …"); else a day told of nearby, if it has happened; else what says that it is now.
    """
    linked = [time for i in candidate.times if (time := times[i])]
    own = _dated(linked)
    if own:
        return own
    for again in _told_again(candidate, extraction):
        told = _dated([time for i in again.times if (time := times[i])])
        if told:
            return told
    return _nearby(candidate, extraction, times) or next(
        (t for t in linked if t.value == "PRESENT_REF"), None
    )


def _nearby(candidate: Candidate, extraction: Extraction, times: Sequence[Time | None]) -> Time | None:
    """For what has happened, a day told of in the past tense.

    For an event of the text it is that of the sentences before it. For one of the title it is that of the
    lead, else the latest: what is newest is what the article is about.
    """
    if candidate.modality is not Modality.OCCURRED:
        return None
    pairs = zip(extraction.times, times, strict=True)
    past = [(m.sentence, t) for m, t in pairs if t and m.tense is Tense.PAST and _short(t)]
    first = _first_of_text(extraction)
    if candidate.trigger.part is Part.TITLE:
        lead = (time for sentence, time in past if first <= sentence < first + LEAD_SENTENCES)
        newest = max((t for _, t in past), key=lambda t: (t.latest or date.min, -t.start), default=None)
        return next(lead, newest)
    low = max(first, candidate.sentence - SENTENCES_BACK)
    return next((time for sentence, time in reversed(past) if low <= sentence < candidate.sentence), None)


def _short(time: Time) -> bool:
    return (
        time.earliest is not None and time.latest is not None and (time.latest - time.earliest).days <= WEEK
    )


def _dated(times: Sequence[Time]) -> Time | None:
    """The first with days: a date, else a length of time that ends or begins on the publication day."""
    dated = [time for time in times if time.earliest]
    return next(
        (t for t in dated if t.type in (DATE, TIME)), next((t for t in dated if t.type == DURATION), None)
    )


def _told_again(candidate: Candidate, extraction: Extraction) -> Iterator[Candidate]:
    """Where the article tells the event once more."""
    for other in extraction.candidates:
        if other.event_type is not candidate.event_type or other.modality is not candidate.modality:
            continue
        if candidate.trigger.part is Part.TITLE:
            if other.trigger.part is Part.TEXT and _nth(other, extraction) < LEAD_SENTENCES:
                yield other
        elif 0 < other.sentence - candidate.sentence <= NEXT_SENTENCES and _opens(other, extraction):
            yield other


def _nth(candidate: Candidate, extraction: Extraction) -> int:
    """The number of an event's sentence in the text, from 0."""
    return candidate.sentence - _first_of_text(extraction)


def _first_of_text(extraction: Extraction) -> int:
    return sum(sentence.part is Part.TITLE for sentence in extraction.sentences)


def _opens(candidate: Candidate, extraction: Extraction) -> bool:
    """Whether an event that has happened opens its sentence as a definite noun."""
    sentence = extraction.sentences[candidate.sentence]
    lead = sentence.text[: candidate.trigger.start - sentence.start].lower()
    return candidate.modality is Modality.OCCURRED and lead.startswith(DEFINITE) and lead.count(" ") <= 2
