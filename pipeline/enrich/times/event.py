"""Which of an article's times is the time of an event."""

from collections.abc import Iterator, Sequence

from pipeline.enrich.times.readings import DATE, DURATION, TIME
from pipeline.records import Candidate, Extraction, Modality, Time

NEXT_SENTENCES = 2
DEFINITE = ("the ", "that ", "this ", "those ", "these ")


def event_time(candidate: Candidate, extraction: Extraction, times: Sequence[Time | None]) -> Time | None:
    """The time of an event, from `times`, which stand in line with `extraction.times`.

    It is the nearest of its clause that has days; else that of a later sentence which takes the event up again
    ("The talks on Sunday were …"); else what says that it is now. None is better than a time of something else.
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
    """Events of the same type that open one of the next sentences with a definite noun."""
    if candidate.modality is not Modality.OCCURRED:
        return
    for other in extraction.candidates:
        if other.event_type is not candidate.event_type or other.modality is not candidate.modality:
            continue
        if not 0 < other.sentence - candidate.sentence <= NEXT_SENTENCES:
            continue
        sentence = extraction.sentences[other.sentence]
        lead = sentence.text[: other.trigger.start - sentence.start].lower()
        if sentence.part is candidate.trigger.part and lead.startswith(DEFINITE) and lead.count(" ") <= 2:
            yield other
