"""Which of an article's times is the time of an event."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

from pipeline.enrich.times.readings import DATE, DURATION, TIME
from pipeline.enrich.times.words import words
from pipeline.records import Candidate, Event, Extraction, Modality, Part, Span, Tense, Time

NEXT_SENTENCES = 2
LEAD_SENTENCES = 3
SENTENCES_BACK = 2
NEWS_DAYS = 1
LEAST_SHARED = 2  # longer words, by which a sentence of the lead tells what the title tells
REAL = frozenset({Modality.OCCURRED, Modality.ONGOING})
WEEK = 7
_MONTH_OR_YEAR = re.compile(r"\d{4}(-\d{2})?")
_LONGER = re.compile(r"\w{4,}")
_LISTED = re.compile(r",? (?:and )?(?:in )?", re.IGNORECASE)


def event_time(candidate: Candidate, extraction: Extraction, times: Sequence[Time | None]) -> Time | None:
    """The time of an event, from `times`, which stand in line with `extraction.times`.

    It is the nearest of its clause that has days, else one that only says that it is past ("years ago"). For what has
    happened, it is else that of the sentence which takes the event up again ("The talks on Sunday were …"), else
    a day told of just before. The last resort is what says that it is now.
    """
    linked = [time for i in candidate.times if (time := times[i])]
    if own := _dated(linked) or next((time for time in linked if time.value == "PAST_REF"), None):
        return own
    if candidate.modality is Modality.OCCURRED:
        past = _past(extraction, times)
        if told := _told_again(candidate, extraction, past) or _nearby(candidate, extraction, past):
            return told
    return next((time for time in linked if time.value == "PRESENT_REF"), None)


def lead_time(candidate: Candidate, extraction: Extraction, times: Sequence[Time | None]) -> Time | None:
    """The time of a title's event that has happened, by the sentence of the lead that speaks most of what the title
    speaks of."""
    if candidate.trigger.part is not Part.TITLE or candidate.modality is not Modality.OCCURRED:
        return None
    title = _longer_words(extraction.sentences[candidate.sentence])
    first = sum(sentence.part is Part.TITLE for sentence in extraction.sentences)
    lead = [
        (len(title & _longer_words(extraction.sentences[number])), time)
        for number, time in _past(extraction, times)
        if first <= number < first + LEAD_SENTENCES
    ]
    shared, time = max(lead, key=lambda pair: pair[0], default=(0, None))
    return time if shared >= LEAST_SHARED else None


def _longer_words(sentence: Span) -> frozenset[str]:
    return frozenset(_LONGER.findall(sentence.text.lower()))


def event_times(
    candidate: Candidate, extraction: Extraction, times: Sequence[Time | None]
) -> list[Time | None]:
    """The times of what one clause tells of: several where it lists months or years, as in "in 2017 and 2019".

    Days that are listed are taken as one event that goes on: there the first is given, as by `event_time`.
    """
    nearest = event_time(candidate, extraction, times)
    sentence = extraction.sentences[candidate.sentence]
    run: list[Time] = []
    for time in sorted((t for i in candidate.times if (t := times[i])), key=lambda t: t.start):
        if not run or not _listed(sentence, run[-1], time):
            if nearest in run:
                break
            run = []
        run.append(time)
    return list(run) if nearest in run else [nearest]


def _listed(sentence: Span, first: Time, second: Time) -> bool:
    """Whether two months or years stand side by side in a list."""
    between = sentence.text[first.end - sentence.start : second.start - sentence.start]
    return all(_MONTH_OR_YEAR.fullmatch(t.value) for t in (first, second)) and bool(
        _LISTED.fullmatch(between)
    )


def lead_end(extraction: Extraction) -> int:
    """The offset behind the first sentences of the text, which tell its news."""
    lead = [sentence for sentence in extraction.sentences if sentence.part is Part.TEXT][:LEAD_SENTENCES]
    return lead[-1].end if lead else 0


def reported(event: Event, lead_end: int) -> Event:
    """`event`, with a time inferred from its publication if it is told as fact in the title or the lead, without one.

    What is news happened on the day of publication or just before: the value is that day, its `mod` ON_OR_BEFORE,
    and its days begin `NEWS_DAYS` before. The text of an inferred time is empty, its place is behind the trigger.
    `lead_end` is where the lead ends in the text. What is said to be now has the days of the publication.
    """
    trigger, time = event.trigger, event.time
    if event.published_at is None or event.modality not in REAL:
        return event
    day = event.published_at.date()
    first = day - timedelta(days=NEWS_DAYS)
    if time is not None:
        now = time.value == "PRESENT_REF" and time.earliest is None
        return replace(event, time=replace(time, earliest=first, latest=day)) if now else event
    if trigger.part is Part.TEXT and trigger.start >= lead_end:
        return event
    inferred = Time(
        "", trigger.end, trigger.end, trigger.part, DATE, day.isoformat(), "ON_OR_BEFORE", first, day
    )
    return replace(event, time=inferred)


def _dated(times: Sequence[Time]) -> Time | None:
    """The first with days: a date, else a length of time that ends or begins on the publication day."""
    dated = [time for time in times if time.earliest]
    return next(
        (t for t in dated if t.type in (DATE, TIME)), next((t for t in dated if t.type == DURATION), None)
    )


def _past(extraction: Extraction, times: Sequence[Time | None]) -> list[tuple[int, Time]]:
    """Sentence and time of what is told of in the past tense and takes no more than a week, in text order."""
    pairs = zip(extraction.times, times, strict=True)
    return [(m.sentence, time) for m, time in pairs if time and m.tense is Tense.PAST and _short(time)]


def _short(time: Time) -> bool:
    return (
        time.earliest is not None and time.latest is not None and (time.latest - time.earliest).days <= WEEK
    )


def _told_again(candidate: Candidate, extraction: Extraction, past: list[tuple[int, Time]]) -> Time | None:
    """The first time of one of the next sentences, if that opens with the event as something known."""
    after = range(candidate.sentence + 1, candidate.sentence + 1 + NEXT_SENTENCES)
    for sentence, time in past:
        if sentence in after and time.part is candidate.trigger.part:
            found = _known_event().match(extraction.sentences[sentence].text)
            if found and words("event_nouns")[found["noun"].lower()] == candidate.event_type:
                return time
    return None


@cache
def _known_event() -> re.Pattern[str]:
    nouns = "|".join(words("event_nouns"))
    return re.compile(rf"(?:the|this|that|these|those) (?:\w+ )?(?P<noun>{nouns})\b", re.IGNORECASE)


def _nearby(candidate: Candidate, extraction: Extraction, past: list[tuple[int, Time]]) -> Time | None:
    """The last day told of in the sentences of the text before."""
    first = sum(sentence.part is Part.TITLE for sentence in extraction.sentences)
    low = max(first, candidate.sentence - SENTENCES_BACK)
    return next((time for sentence, time in reversed(past) if low <= sentence < candidate.sentence), None)
