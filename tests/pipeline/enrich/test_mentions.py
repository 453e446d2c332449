"""Which events of an article are one event told again."""

from datetime import UTC, datetime

import pytest
from spacy.language import Language

from pipeline.enrich.core import enrich
from pipeline.enrich.mentions import linked
from pipeline.extract.core import extract
from pipeline.records import Article, Enrichment, Event, EventType, Grouping

ON = datetime(2024, 5, 14, 9, tzinfo=UTC)


def read(nlp: Language, title: str | None, text: str) -> Enrichment:
    article = Article("a", title, text, published_at=ON)
    (extraction,) = extract(nlp, [article])
    return enrich(article, Grouping("s"), extraction, "m")


def counted(found: Enrichment, event_type: EventType) -> list[Event]:
    return [e for e in found.events if e.event_type is event_type and e.mention_of is None]


@pytest.mark.parametrize(
    ("title", "text", "event_type"),
    [
        (
            "Gunmen kill nine farmers in Zamfara",
            "Gunmen killed nine farmers in Zamfara state on Monday, police said. The attack lasted an hour.",
            EventType.ASSAULT,
        ),
        (
            None,
            "The Kenyan president met Ugandan ministers in Nairobi on Monday. The talks dealt with the border.",
            EventType.CONSULT,
        ),
        (
            "Police arrest Zambian opposition leader",
            "Zambian police arrested opposition leader John Banda on Sunday. The arrest drew protests.",
            EventType.COERCE,
        ),
        (
            None,
            "A car bomb exploded near a school in Basra on Monday. Five people were wounded in the attack.",
            EventType.ASSAULT,
        ),
        (
            "Peru miners block highway over pay",
            "LIMA, May 13 (MPA) - Miners blocked a highway in southern Peru on Monday over pay.",
            EventType.PROTEST,
        ),
    ],
)
def test_an_event_told_again_is_counted_once(
    nlp: Language, title: str | None, text: str, event_type: EventType
) -> None:
    found = read(nlp, title, text)
    assert len([e for e in found.events if e.event_type is event_type]) > 1
    assert len(counted(found, event_type)) == 1


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Rebels attacked Goma on Sunday. Rebels attacked Bukavu on Sunday.", EventType.ASSAULT),
        ("Rebels attacked a convoy on Friday. Rebels attacked a convoy on Sunday.", EventType.ASSAULT),
        ("Troops shelled the town on Sunday. Another attack by the troops followed.", EventType.ASSAULT),
        ("Rebels attacked Goma on Sunday. Meanwhile, rebels attacked the town.", EventType.ASSAULT),
        ("Gunmen killed four soldiers. Gunmen killed nine soldiers.", EventType.ASSAULT),
        ("Police arrested the mayor of Lusaka. Police arrested a student in Ndola.", EventType.COERCE),
        ("Israel condemned Iran over the tests. Israel condemned Norway over its ruling.", EventType.ACCUSE),
        (
            "The Kenyan president met Ugandan ministers. The Kenyan president met Paul Kagame.",
            EventType.CONSULT,
        ),
        ("Rebels attacked the town on Sunday. Rebels could attack the town again.", EventType.ASSAULT),
    ],
)
def test_what_differs_in_party_place_day_toll_or_outlook_is_two_events(
    nlp: Language, text: str, event_type: EventType
) -> None:
    assert len(counted(read(nlp, None, text), event_type)) == 2


def test_the_best_mention_has_what_the_others_tell(nlp: Language) -> None:
    text = (
        "Rebels attacked the airport of Goma on Sunday. The attack killed nine soldiers, the army said. "
        "Congo closed the airport."
    )
    (event,) = counted(read(nlp, "Rebels attack Goma airport", text), EventType.ASSAULT)
    assert (event.killed, event.time and event.time.value) == (9, "2024-05-12")


def test_links_lead_to_a_best_mention_of_the_same_type_and_the_main_event_is_one(nlp: Language) -> None:
    text = "Gunmen killed nine farmers in Zamfara state on Monday, police said. The attack lasted an hour."
    found = read(nlp, "Gunmen kill nine farmers in Zamfara", text)
    by_id = {event.event_id: event for event in found.events}
    for event in found.events:
        if event.mention_of:
            best = by_id[event.mention_of]
            assert best.mention_of is None
            assert best.event_type is event.event_type
    assert by_id[found.main_event_id or ""].mention_of is None


def test_linking_keeps_number_and_order(nlp: Language) -> None:
    events = read(nlp, None, "Rebels attacked Goma. The attack killed nine. Rebels attacked Goma.").events
    assert [e.event_id for e in linked(events)] == [e.event_id for e in events]
    assert linked([]) == []
