"""Which of an article's times is the time of an event."""

from collections.abc import Iterator, Sequence

from pipeline.enrich.times.readings import DATE, DURATION, TIME
from pipeline.records import Candidate, Extraction, Modality, Part, Time

NEXT_SENTENCES = 2
LEAD_SENTENCES = 3
DEFINITE = ("the ", "that ", "this ", "those ", "these ")


def event_time(candidate: Candidate, extraction: Extraction, times: Sequence[Time | None]) -> Time | None:
    """The time of an event, from `times`, which stand in line with `extraction.times`.

    It is the nearest of its clause that has days; else that of the sentence that takes the event up again,
    which is one of the lead for an event of the title, else one that opens with it ("The talks on Sunday
    were …"); else what says that it is now. None is better than the time of something else.
    """
    linked = [time for i in candidate.times if (time := times[i])]
    own = _dated(linked)
    if own:
        return own
    for again in _told_again(candidate, extraction):
        told = _dated([time for i in again.times if (time := times[i])])
        if told:
            return told
    return next((time for time in linked if time.value == "PRESENT_REF"), None)


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
    return candidate.sentence - sum(sentence.part is Part.TITLE for sentence in extraction.sentences)


def _opens(candidate: Candidate, extraction: Extraction) -> bool:
    """Whether an event that has happened opens its sentence as a definite noun."""
    sentence = extraction.sentences[candidate.sentence]
    lead = sentence.text[: candidate.trigger.start - sentence.start].lower()
    return candidate.modality is Modality.OCCURRED and lead.startswith(DEFINITE) and lead.count(" ") <= 2
