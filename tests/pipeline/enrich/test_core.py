"""Which events come out."""

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


def candidate(type_: EventType, confidence: float, start: int) -> Candidate:
    word = Span(TEXT[start : start + 4], start, start + 4, Part.TEXT)
    return Candidate(type_, None, None, Modality.OCCURRED, word, 0, (), (), confidence)


def test_an_event_that_comes_out_leaves_no_clause_beside_it() -> None:
    assert types(0.2) == [EventType.AID]


def test_without_it_the_clause_comes_out_so_that_there_is_a_main_event() -> None:
    assert types(0.5) == [EventType.OTHER]
