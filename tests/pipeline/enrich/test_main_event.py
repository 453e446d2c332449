"""Which event an article is about."""

from dataclasses import replace

from pipeline.enrich.main_event import main_event
from pipeline.records import Actor, Article, Candidate, Event, EventType, Modality, Part, Span

ARTICLE = Article("a", "Rebels free hostages in port city", "…")


def event(
    id_: str,
    type_: EventType = EventType.CONSULT,
    *,
    part: Part = Part.TEXT,
    start: int = 50,
    modality: Modality = Modality.OCCURRED,
    sentence: str = "They talked.",
    actors: int = 1,
) -> Event:
    span, told = Span("word", start, start + 4, part), Span(sentence, 0, 99, part)
    who = tuple(Actor("x", 0, 1) for _ in range(actors))
    return Event(
        id_, "a", None, type_, None, None, "VERBAL_COOPERATION", 0.0, modality, span, told, who,
        (), None, None, None, None, None, 0.9, None, None, None, "1", "1",
    )  # fmt: skip


def test_no_events_no_main_event() -> None:
    assert main_event(ARTICLE, []) is None


def test_the_title_s_event_is_the_main_event() -> None:
    events = [event("text"), event("title", part=Part.TITLE, start=7)]
    assert main_event(ARTICLE, events) == "title"


def test_of_the_title_a_typed_event_wins() -> None:
    other = event("other", EventType.OTHER, part=Part.TITLE, start=0)
    assert main_event(ARTICLE, [other, event("typed", part=Part.TITLE, start=7)]) == "typed"


def test_what_the_title_only_quotes_comes_after_what_it_tells() -> None:
    said = Article("a", "'We blame the owners' Striker quits 'failing' club")
    events = [event(word, part=Part.TITLE, start=said.title.index(word)) for word in ("blame", "quits")]
    assert main_event(said, events) == "quits"
    assert main_event(said, [event("text"), *events[:1]]) == "blame"


def test_an_event_that_the_title_may_tell_of_comes_before_the_lead() -> None:
    word = Span("talk", 7, 11, Part.TITLE)
    maybe = Candidate(EventType.CONSULT, None, None, Modality.OCCURRED, word, 0, (), (), 0.06)
    events = [event("lead", EventType.AID, start=40), event("late", EventType.CONSULT, start=900)]
    assert main_event(ARTICLE, events, [maybe]) == "late"


def test_what_the_title_may_tell_of_comes_before_its_clause() -> None:
    word = Span("talk", 7, 11, Part.TITLE)
    maybe = Candidate(EventType.CONSULT, None, None, Modality.OCCURRED, word, 0, (), (), 0.06)
    clause = event("clause", EventType.OTHER, part=Part.TITLE, start=0)
    assert main_event(ARTICLE, [clause, event("told", EventType.CONSULT)], [maybe]) == "told"
    assert main_event(ARTICLE, [clause, event("apart", EventType.AID)], [maybe]) == "clause"


def test_the_event_of_the_title_s_clause_comes_first_also_as_the_lead_tells_it() -> None:
    word = Span("stages", 9, 15, Part.TITLE)
    clause = Candidate(EventType.OTHER, None, None, Modality.OCCURRED, word, 0, (), (), 0.1)
    aside = event("aside", EventType.ASSAULT, part=Part.TITLE, start=50)
    staged = replace(event("told"), trigger=Span("staged", 10, 16))
    late = replace(staged, trigger=Span("staged", 900, 906))
    assert main_event(ARTICLE, [aside, staged], [clause]) == "told"
    assert main_event(ARTICLE, [aside, late], [clause]) == "aside"
    assert (
        main_event(ARTICLE, [aside, replace(aside, event_id="own", trigger=word), staged], [clause]) == "own"
    )


def test_the_lead_comes_before_the_rest() -> None:
    assert (
        main_event(ARTICLE, [event("late", start=900, actors=3), event("lead", start=40, actors=0)]) == "lead"
    )


def test_of_the_lead_what_happened_comes_before_what_might() -> None:
    maybe = event("maybe", start=10, modality=Modality.HYPOTHETICAL)
    assert main_event(ARTICLE, [maybe, event("happened", start=200)]) == "happened"


def test_of_the_lead_what_the_title_speaks_of_wins() -> None:
    told = event("told", start=200, sentence="The rebels said the hostages were free.")
    assert main_event(ARTICLE, [event("first", start=10), told]) == "told"


def test_what_is_told_first_comes_before_who_did_it() -> None:
    lead = [event("named", start=200, actors=2), event("bare", start=10, actors=0)]
    apart = [replace(e, sentence=Span("x", e.trigger.start, 250)) for e in lead]
    assert main_event(Article("a"), apart) == "bare"


def test_else_the_first_wins() -> None:
    assert main_event(Article("a"), [event("second", start=90), event("first", start=10)]) == "first"
