"""Which of an article's places is the place of an event."""

from pipeline.enrich.places import event_place, resolve_places
from pipeline.records import Article, Candidate, EventType, Extraction, Modality, Part, Phrase, Place, Span
from tests.pipeline.enrich.places.conftest import extraction_of


def place_of(
    text: str,
    labels: dict[str, str],
    trigger: str,
    kind: EventType,
    actor: str | None = None,
    linked: tuple[str, ...] = (),
) -> Place | None:
    extraction = extraction_of(text, "", labels)
    places = resolve_places(Article("a", text=text), extraction)
    mentions = [m.span.text for m in extraction.mentions]
    return event_place(
        _candidate(text, extraction, trigger, kind, actor, tuple(mentions.index(name) for name in linked)),
        extraction,
        places,
    )


def _candidate(
    text: str,
    extraction: Extraction,
    trigger: str,
    kind: EventType,
    actor: str | None,
    linked: tuple[int, ...],
) -> Candidate:
    at = text.index(trigger)
    sentence = next(i for i, s in enumerate(extraction.sentences) if s.start <= at < s.end)
    actors = ()
    if actor:
        span = Span(actor, text.index(actor), text.index(actor) + len(actor))
        actors = (Phrase(span, span, sentence),)
    return Candidate(
        kind, None, None, Modality.OCCURRED, Span(trigger, at, at + len(trigger), Part.TEXT), sentence, actors, (), 0.9,
        places=linked,
    )  # fmt: skip


def test_the_nearest_by_syntax_is_the_place() -> None:
    labels = {"Malta": "GPE", "Moscow": "GPE"}
    place = place_of(
        "Wang met Sullivan in Malta and left for Moscow.", labels, "met", EventType.CONSULT, linked=("Malta",)
    )
    assert place is not None
    assert place.name == "Malta"


def test_the_most_specific_of_nested_places_is_the_place() -> None:
    labels = {"Colombia": "GPE", "Cali": "GPE"}
    text = "Gunmen killed two officers in Colombia, near Cali."
    place = place_of(text, labels, "killed", EventType.ASSAULT, linked=("Colombia", "Cali"))
    assert place is not None
    assert place.name == "Cali"


def test_who_acts_is_not_where() -> None:
    labels = {"China": "GPE", "Chinese": "NORP"}
    assert (
        place_of("China accused its rivals.", labels, "accused", EventType.ACCUSE, "China", ("China",))
        is None
    )
    assert (
        place_of("Chinese officials protested.", labels, "protested", EventType.ACCUSE, linked=("Chinese",))
        is None
    )


def test_else_the_sentence_tells_after_a_preposition() -> None:
    labels = {"Nairobi": "GPE", "Kenya": "GPE"}
    text = "Kenya mourned. In Nairobi, the crowd burned tyres."
    place = place_of(text, labels, "burned", EventType.PROTEST)
    assert place is not None
    assert place.name == "Nairobi"


def test_what_happened_in_the_lead_is_at_the_place_that_the_article_is_dated_from() -> None:
    text = "BEIRUT (Agency) — A car bomb killed three people. Witnesses heard shots."
    place = place_of(text, {"BEIRUT": "GPE"}, "killed", EventType.ASSAULT)
    assert place is not None
    assert place.name == "Beirut"
    assert place_of(text, {"BEIRUT": "GPE"}, "heard", EventType.ACCUSE) is None
