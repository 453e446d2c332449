"""Which time of the article an event gets."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from spacy.language import Language

from pipeline.enrich.core import enrich
from pipeline.enrich.times import event_time, lead_time
from pipeline.extract.core import extract
from pipeline.records import (
    Article,
    Candidate,
    Event,
    EventType,
    Extraction,
    Grouping,
    Modality,
    Part,
    Span,
    Tense,
    Time,
    TimeMention,
)

TEXT = "Wang met Sullivan in Malta. The talks on Sunday were constructive."
SENTENCES = (Span("Envoys meet", 0, 11, Part.TITLE), Span(TEXT[:27], 0, 27), Span(TEXT[28:], 28, len(TEXT)))


def candidate(word: str, sentence: int, *times: int, part: Part = Part.TEXT) -> Candidate:
    start = (TEXT if part is Part.TEXT else "Envoys meet").index(word)
    span = Span(word, start, start + len(word), part)
    return Candidate(EventType.CONSULT, None, None, Modality.OCCURRED, span, sentence, (), (), 0.9, times)


def time(type_: str, value: str, day: date | None = None) -> Time:
    return Time("x", 0, 1, Part.TEXT, type_, value, None, day, day)


NOON = datetime(2023, 9, 17, 12, tzinfo=UTC)
SUNDAY = time("DATE", "2023-09-17", date(2023, 9, 17))
MONDAY = time("DATE", "2023-09-18", date(2023, 9, 18))
WEEK = time("DURATION", "P1W", date(2023, 9, 10))
WEEKS, NOW, DAILY = time("DURATION", "P3W"), time("DATE", "PRESENT_REF"), time("SET", "P1D")


def chosen(times: list[Time | None], *candidates: Candidate) -> Time | None:
    mentions = tuple(TimeMention(Span("x", 0, 1), 0) for _ in times)
    return event_time(candidates[0], Extraction(SENTENCES, times=mentions, candidates=candidates), times)


def test_the_nearest_with_days_wins() -> None:
    assert chosen([SUNDAY, MONDAY], candidate("met", 1, 1, 0)) is MONDAY
    assert chosen([WEEKS, DAILY, SUNDAY], candidate("met", 1, 0, 1, 2)) is SUNDAY


def test_a_date_comes_before_a_length_with_days() -> None:
    assert chosen([WEEK, SUNDAY], candidate("met", 1, 0, 1)) is SUNDAY
    assert chosen([WEEK], candidate("met", 1, 0)) is WEEK


def test_now_is_the_last_resort() -> None:
    assert chosen([NOW, SUNDAY], candidate("met", 1, 0, 1)) is SUNDAY
    assert chosen([NOW], candidate("met", 1, 0)) is NOW
    mentions = (TimeMention(Span("x", 0, 1), 1, Tense.PAST), TimeMention(Span("x", 0, 1), 2))
    text, told = Extraction(SENTENCES, times=mentions), candidate("talks", 2, 1)
    assert event_time(told, text, [SUNDAY, NOW]) is SUNDAY
    assert event_time(told, text, [None, NOW]) is NOW


def test_lengths_sets_and_unresolved_times_are_none() -> None:
    assert chosen([WEEKS, DAILY, None], candidate("met", 1, 0, 1, 2)) is None


def test_an_event_taken_up_again_has_the_time_told_there() -> None:
    told = extraction_with(Tense.PAST, 2)
    assert event_time(candidate("met", 1), told, [SUNDAY]) is SUNDAY
    assert event_time(replace(candidate("met", 1), event_type=EventType.PROTEST), told, [SUNDAY]) is None
    assert event_time(replace(candidate("met", 1), modality=Modality.PLANNED), told, [SUNDAY]) is None


def extraction_with(tense: Tense, *sentences: int) -> Extraction:
    mentions = tuple(TimeMention(Span("x", 0, 1), sentence, tense) for sentence in sentences)
    return Extraction(SENTENCES, times=mentions)


def test_what_has_happened_may_have_the_day_told_of_just_before() -> None:
    told = extraction_with(Tense.PAST, 1)
    assert event_time(candidate("talks", 2), told, [SUNDAY]) is SUNDAY
    assert event_time(replace(candidate("talks", 2), modality=Modality.PLANNED), told, [SUNDAY]) is None
    assert event_time(candidate("met", 1), extraction_with(Tense.PAST, 0), [SUNDAY]) is None
    assert event_time(candidate("talks", 2), extraction_with(Tense.FUTURE, 1), [SUNDAY]) is None


def test_an_event_of_the_title_has_the_day_of_the_lead_s_sentence_that_tells_most_of_it() -> None:
    said = (
        "Envoys meet in Malta",
        "Wang is in Malta.",
        "The envoys meet in Malta.",
        "Envoys came to Malta, too.",
    )
    sentences = tuple(Span(s, 0, len(s), Part.TEXT if i else Part.TITLE) for i, s in enumerate(said))
    mentions = tuple(TimeMention(Span("x", 0, 1), sentence, Tense.PAST) for sentence in (1, 2, 3))
    text = Extraction(sentences, times=mentions)
    meet = candidate("meet", 0, part=Part.TITLE)
    assert lead_time(meet, text, [MONDAY, SUNDAY, MONDAY]) is SUNDAY
    assert lead_time(meet, text, [MONDAY, None, None]) is None


@pytest.mark.parametrize("text", ["A flood hit Oslo.", "Wang is visiting Oslo.", "Chad denounced Mali."])
def test_news_without_a_time_happened_on_the_day_of_publication_or_just_before(
    nlp: Language, text: str
) -> None:
    (event,) = events_of(nlp, Article("a", text=text, published_at=NOON))
    assert event.time
    assert (event.time.text, event.time.value, event.time.mod) == ("", "2023-09-17", "ON_OR_BEFORE")
    assert (event.time.earliest, event.time.latest) == (date(2023, 9, 16), date(2023, 9, 17))
    assert event.time.start == event.time.end == event.trigger.end


@pytest.mark.parametrize(
    "text",
    [
        "Wang will visit Oslo.",
        "Wang visited Oslo in recent years.",
        "Oslo is old. It has hills. It has a port. It has trams. Wang visited Oslo.",
    ],
)
def test_what_is_not_told_as_news_has_no_inferred_time(nlp: Language, text: str) -> None:
    events = events_of(nlp, Article("a", text=text, published_at=NOON))
    visits = [e for e in events if e.trigger.text.startswith("visit")]
    assert visits
    assert all(e.time is None or e.time.text for e in visits)


def test_without_a_publication_date_no_time_is_inferred(nlp: Language) -> None:
    assert [e.time for e in events_of(nlp, Article("a", text="Wang visited Oslo."))] == [None]


def test_what_is_now_has_the_days_of_the_publication(nlp: Language) -> None:
    (event,) = events_of(nlp, Article("a", text="Chad has now accused Mali of theft.", published_at=NOON))
    assert event.time
    assert (event.time.text, event.time.value) == ("now", "PRESENT_REF")
    assert (event.time.earliest, event.time.latest) == (date(2023, 9, 16), date(2023, 9, 17))


def test_a_time_that_another_mention_tells_comes_before_one_nearby(nlp: Language) -> None:
    title = "Rebels attack base in Goma"
    text = "The toll among rebels near the base in Goma rose on Friday. "
    text += "Rebels attacked the base in Goma late on Tuesday."
    events = events_of(nlp, Article("a", title, text, published_at=NOON))
    best = next(e for e in events if e.trigger.part is Part.TITLE)
    assert best.time
    assert best.time.text == "Tuesday"


def events_of(nlp: Language, article: Article) -> tuple[Event, ...]:
    (extraction,) = extract(nlp, [article])
    return enrich(article, Grouping("s"), extraction, "m").events


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She visited Chad in 2017 and 2019.", ["2017", "2019"]),
        ("She visited Chad in March 2017, in 2019 and in 2021.", ["2017-03", "2019", "2021"]),
        ("She visited Chad on Monday and Tuesday.", ["2023-09-11"]),
        ("She visited Chad in 2017.", ["2017"]),
        ("She visited Chad.", ["2023-09-17"]),
    ],
)
def test_listed_years_are_events_of_their_own(nlp: Language, text: str, values: list[str | None]) -> None:
    events = events_of(nlp, Article("a", text=text, published_at=NOON))
    assert [event.time and event.time.value for event in events] == values
    assert len({event.event_id for event in events}) == len(values)


def test_what_was_at_another_time_has_no_neighbour_s_day() -> None:
    past = time("DATE", "PAST_REF")
    told = candidate("met", 1, 1)
    mentions = (TimeMention(Span("x", 0, 1), 0, Tense.PAST), TimeMention(Span("x", 0, 1), 1, Tense.PAST))
    assert event_time(told, Extraction(SENTENCES, times=mentions, candidates=(told,)), [SUNDAY, past]) == past
