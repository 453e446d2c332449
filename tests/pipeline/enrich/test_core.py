"""Which events come out."""

from dataclasses import replace

import pytest

from pipeline.enrich.core import enrich
from pipeline.records import Article, Candidate, EventType, Extraction, Grouping, Modality, Part, Span

TEXT = "A choir sang at a fair."
ARTICLE = Article("a", None, TEXT)


def types(min_confidence: float) -> list[EventType]:
    """Those that come out of a sentence with an unsure event, and its clause."""
    clause = candidate(EventType.OTHER, 0.1, 8)
    found = Extraction(
        (Span(TEXT, 0, 23, Part.TEXT),), candidates=(clause, candidate(EventType.AID, 0.3, 13))
    )
    return [e.event_type for e in enrich(ARTICLE, Grouping("s"), found, "m", min_confidence).events]


def candidate(type_: EventType, confidence: float, start: int, part: Part = Part.TEXT) -> Candidate:
    word = Span(TEXT[start : start + 4], start, start + 4, part)
    return Candidate(type_, None, None, Modality.OCCURRED, word, 0, (), (), confidence)


def test_an_event_that_comes_out_leaves_no_clause_beside_it() -> None:
    assert types(0.2) == [EventType.AID]


def test_without_it_the_clause_comes_out_so_that_there_is_a_main_event() -> None:
    assert types(0.5) == [EventType.OTHER]


def test_what_a_title_s_clause_tells_is_surer_if_the_text_tells_of_such_an_event_too() -> None:
    title, clause = (candidate(t, 0.1, 2, Part.TITLE) for t in (EventType.AID, EventType.OTHER))
    told = candidate(EventType.AID, 0.5, 8)
    assert emitted(title, clause, told) == {
        (EventType.AID, Part.TITLE): pytest.approx(0.3),
        (EventType.AID, Part.TEXT): 0.5,
    }
    assert list(emitted(title, told)) == [(EventType.AID, Part.TEXT)]
    other = emitted(title, clause, candidate(EventType.PROTEST, 0.5, 8))
    assert list(other) == [(EventType.OTHER, Part.TITLE), (EventType.PROTEST, Part.TEXT)]


def test_a_title_s_event_is_no_less_sure_for_what_the_text_tells() -> None:
    title, clause = (
        candidate(EventType.AID, 0.8, 2, Part.TITLE),
        candidate(EventType.OTHER, 0.1, 2, Part.TITLE),
    )
    assert emitted(title, clause, candidate(EventType.AID, 0.3, 8))[EventType.AID, Part.TITLE] == 0.8


def test_what_the_text_tells_is_as_sure_as_it_is() -> None:
    pair = candidate(EventType.AID, 0.3, 2), candidate(EventType.AID, 0.1, 8)
    assert emitted(*pair) == {(EventType.AID, Part.TEXT): 0.3}


def emitted(*candidates: Candidate) -> dict[tuple[EventType, Part], float]:
    """Type and part of what comes out at 0.2, with its confidence."""
    sentences = (Span(TEXT, 0, 23, Part.TITLE), Span(TEXT, 0, 23))
    placed = tuple(replace(c, sentence=int(c.trigger.part is Part.TEXT)) for c in candidates)
    found = enrich(
        Article("a", TEXT, TEXT), Grouping("s"), Extraction(sentences, candidates=placed), "m", 0.2
    )
    return {(e.event_type, e.trigger.part): e.confidence for e in found.events}
