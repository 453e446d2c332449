"""The cast of an article, from plain data: no language model is needed."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.actors import identify
from pipeline.actors.identity import name_id
from pipeline.enrich.core import enrich
from pipeline.enrich.entities import Cast, cast_of
from pipeline.enrich.entities.sightings import NAMING
from pipeline.enrich.places import resolve_places
from pipeline.extract.core import extract
from pipeline.records import (
    Actor,
    Article,
    Candidate,
    Enrichment,
    Entity,
    EventType,
    Extraction,
    Grouping,
    Mention,
    Modality,
    Part,
    Phrase,
    Span,
)

PUBLISHED = datetime(2022, 3, 10, 8, 0, tzinfo=UTC)


class Text:
    """An article in the making: `[name|LABEL]` marks mentions, events are added by their words."""

    def __init__(self, marked: str, title: str = "") -> None:
        self.text, self.mentions = "", []
        for plain, name, label in re.findall(r"([^\[]*)(?:\[([^\]|]+)\|(\w+)\])?", marked):
            self.text += plain
            if name:
                self.mentions.append((name, label, len(self.text)))
                self.text += name
        self.sentences = [Span(m[0], m.start(), m.end()) for m in re.finditer(r"[^.]+\.\s*", self.text)]
        self.title = title
        self.candidates: list[Candidate] = []

    def sentence(self, at: int) -> int:
        return next(i for i, s in enumerate(self.sentences) if s.start <= at < s.end)

    def phrase(self, text: str, nth: int = 0) -> Phrase:
        at = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", self.text)][nth]
        head = text.split()[-1]
        start = at + len(text) - len(head)
        span = Span(text, at, at + len(text))
        pronoun = text.lower() in {"he", "him", "she", "her", "they", "it", "his"}
        return Phrase(span, Span(head, start, at + len(text)), self.sentence(at), pronoun)

    def event(self, actors: list[Phrase], recipients: list[Phrase]) -> None:
        first = (actors or recipients)[0]
        trigger = self.sentences[first.sentence]
        kind = (EventType.CONSULT, None, None, Modality.OCCURRED)
        self.candidates.append(
            Candidate(*kind, trigger, first.sentence, tuple(actors), tuple(recipients), 0.9)
        )

    def cast(self) -> Cast:
        mentions = tuple(
            Mention(Span(n, at, at + len(n)), label, self.sentence(at)) for n, label, at in self.mentions
        )
        article = Article("a", self.title, self.text, published_at=PUBLISHED)
        extraction = Extraction(tuple(self.sentences), mentions, (), tuple(self.candidates))
        return cast_of(article, extraction, [None] * len(mentions))


def resolve(text: Text, *phrases: Phrase) -> list[Actor]:
    text.event(list(phrases), [])
    cast = text.cast()
    return [cast.actor(p) for p in phrases]


def named(cast: Cast, name: str) -> Entity:
    return next(e for e in cast.entities if e.name == name)


def test_surname_joins_the_full_name_whatever_the_label() -> None:
    text = Text(
        "Estonian Trade Minister [Kalev Saar|PERSON] flew to [Oslo|GPE] today. "
        "[Saar|ORG] will stay a day. [Saar|PERSON] smiled. "
    )
    entity = named(text.cast(), "Kalev Saar")
    assert [m.text for m in entity.mentions] == ["Kalev Saar", "Saar", "Saar"]
    assert (entity.type, entity.country, entity.sector, entity.role) == (
        "PERSON",
        "EST",
        "GOV",
        "trade minister",
    )


def test_a_person_s_name_is_the_full_one_that_is_most_frequent() -> None:
    text = Text(
        "[Getty Kalev Saar|PERSON]. [Saar|PERSON] sang. [Saar|PERSON] sat. [Saar|PERSON] ate. "
        "[Kalev Saar|PERSON] left. [Kalev Saar|PERSON] came. "
    )
    assert [e.name for e in text.cast().entities] == ["Kalev Saar"]


def test_a_public_figure_called_by_office_is_no_namesake_of_the_article() -> None:
    text = Text(
        "President [Macron|PERSON] sang. The nurse [Alma Macron|PERSON] listened. [Macron|PERSON] sat. "
    )
    assert named(text.cast(), "Emmanuel Macron").id == "Q3052772"
    assert [m.text for m in named(text.cast(), "Alma Macron").mentions] == ["Alma Macron"]


def test_a_surname_that_is_not_marked_again_is_its_bearer() -> None:
    text = Text("[Kalev Saarmets|PERSON] sang. Saarmets left. ")
    actor = resolve(text, text.phrase("Saarmets", 1))[0]
    assert (actor.name, actor.id) == ("Kalev Saarmets", named(text.cast(), "Kalev Saarmets").id)


def test_a_pronoun_that_stands_for_nobody_has_neither_name_nor_id() -> None:
    text = Text("Then he left. ")
    actor = resolve(text, text.phrase("he"))[0]
    assert (actor.text, actor.name, actor.id) == ("he", None, None)


def cast_read(nlp: Language, text: str) -> Enrichment:
    article = Article("a", text=text, published_at=PUBLISHED)
    (extraction,) = extract(nlp, [article])
    return enrich(article, Grouping("s"), extraction, "m")


def test_a_place_is_known_by_its_number_in_geonames(nlp: Language) -> None:
    (city,) = [
        e for e in cast_read(nlp, "The choir sang in Nairobi. Nairobi is old.").entities if e.type == "GPE"
    ]
    assert (city.name, city.id, city.country, len(city.mentions)) == ("Nairobi", "geonames:184745", "KEN", 2)


def test_the_agency_behind_a_dateline_is_no_name_of_its_city() -> None:
    text = Text("[NAIROBI|ORG] ([AFP|ORG]) -- A choir sang. ")
    article = Article("a", text=text.text, published_at=PUBLISHED)
    mentions = tuple(Mention(Span(n, at, at + len(n)), label, 0) for n, label, at in text.mentions)
    extraction = Extraction(tuple(text.sentences), mentions)
    cast = cast_of(article, extraction, resolve_places(article, extraction))
    city = cast.entities[0]
    assert (city.name, city.id) == ("Nairobi", "geonames:184745")
    assert [len(e.mentions) for e in cast.entities] == [1, 1]


def test_a_speaker_is_found_behind_a_long_quotation(nlp: Language) -> None:
    words = " ".join(f"This is line {n} of it." for n in range(6))
    text = f'Kalev Saar sang in Oslo. It was late. "{words}" he said.'
    enrichment = cast_read(nlp, text)
    (quote,) = enrichment.quotes
    assert (quote.speaker, quote.speaker_id) == ("Kalev Saar", name_id("Kalev Saar"))
    assert quote.speaker_id in {e.id for e in enrichment.entities}


def test_who_says_i_is_who_is_quoted(nlp: Language) -> None:
    (event,) = [
        e
        for e in cast_read(nlp, '"I met the rebels in Oslo. It was late," said Kalev Saar.').events
        if e.trigger.text == "met"
    ]
    assert [(actor.text, actor.name) for actor in event.actors] == [("I", "Kalev Saar")]


def test_mentions_stand_in_text_order_and_carry_offsets() -> None:
    text = Text("[Saar|PERSON] spoke first. Then [Kalev Saar|PERSON] left. ")
    entity = named(text.cast(), "Kalev Saar")
    assert [text.text[m.start : m.end] for m in entity.mentions] == ["Saar", "Kalev Saar"]


def test_family_name_first() -> None:
    text = Text("[Wang Yi|PERSON] arrived in [Nairobi|GPE]. [Wang|ORG] leaves today. ")
    assert len([e for e in text.cast().entities if "Wang" in e.name]) == 1
    assert named(text.cast(), "Wang Yi").country == "CHN"


def test_country_and_nationality_are_one_entity() -> None:
    text = Text("[Peru|GPE] closed the border. [Peruvian|NORP] guards stood there. ")
    entity = named(text.cast(), "Peru")
    assert (entity.id, entity.type, len(entity.mentions)) == ("country:PER", "GPE", 2)


def test_acronym_in_brackets_joins_its_name() -> None:
    text = Text("The [Coastal Fishing Board|ORG] (CFB) met on Monday. The [CFB|ORG] set quotas. ")
    assert len(named(text.cast(), "Coastal Fishing Board").mentions) == 2


def test_initials_join_the_organisation() -> None:
    text = Text("The [Union of Alpine Guides|ORG] called a strike. [UAG|ORG] members voted. ")
    assert len(named(text.cast(), "Union of Alpine Guides").mentions) == 2


def test_apposition_behind_a_name_tells_country_and_office() -> None:
    text = Text("[Ana Tavares|PERSON], the Angolan health minister, resigned on Friday. ")
    entity = named(text.cast(), "Ana Tavares")
    assert (entity.country, entity.sector, entity.role) == ("AGO", "GOV", "health minister")


def test_verbs_are_no_titles() -> None:
    text = Text("The [Danish|NORP] government welcomed President [Macron|PERSON] on Monday. ")
    assert named(text.cast(), "Emmanuel Macron").country == "FRA"


def test_phrase_keeps_its_text_and_takes_the_name() -> None:
    text = Text("Togo's interior minister [Edem Lawson|PERSON] met farmers. [Lawson|PERSON] promised rain. ")
    actor, second = resolve(text, text.phrase("interior minister Edem Lawson"), text.phrase("Lawson", 1))
    assert (actor.text, actor.name) == ("interior minister Edem Lawson", "Edem Lawson")
    assert (second.text, second.name, second.country, second.sector) == (
        "Lawson",
        "Edem Lawson",
        "TGO",
        "GOV",
    )
    assert actor.id == second.id


def test_pronoun_takes_the_subject_of_the_sentence_before() -> None:
    text = Text("[Paul Ober|PERSON] wrote to [Karl Lind|PERSON] in May. The court issued an order for him. ")
    (actor,) = resolve(text, text.phrase("him"))
    assert (actor.text, actor.name) == ("him", "Paul Ober")


def test_pronoun_agrees_in_gender() -> None:
    text = Text("[Paul Ober|PERSON] wrote to [Maria Lind|PERSON] in May. Yet she was silent. ")
    (actor,) = resolve(text, text.phrase("she"))
    assert actor.name == "Maria Lind"


def test_pronoun_is_not_its_own_counterpart() -> None:
    text = Text("[Paul Ober|PERSON] called [Karl Lind|PERSON]. Later [Ober|PERSON] met him. ")
    subject, him = text.phrase("Ober", 1), text.phrase("him")
    text.event([subject], [him])
    assert text.cast().actor(him).name == "Karl Lind"


def test_they_are_a_group_not_a_person() -> None:
    text = Text("Rebels fired at [Paul Ober|PERSON]. Then they fled. ")
    rebels, they = text.phrase("Rebels"), text.phrase("they")
    actor = resolve(text, rebels, they)[1]
    assert (actor.sector, actor.name) == ("REB", None)


def test_description_takes_up_the_holder() -> None:
    text = Text(
        "Kenyan Energy Minister [Otieno Were|PERSON] spoke. The crowd booed. Then the minister left. "
    )
    (actor,) = resolve(text, text.phrase("the minister"))
    assert (actor.name, actor.country) == ("Otieno Were", "KEN")


def test_description_of_another_country_is_someone_else() -> None:
    text = Text("Kenyan Energy Minister [Otieno Were|PERSON] met the Ugandan energy minister. ")
    (actor,) = resolve(text, text.phrase("the Ugandan energy minister"))
    assert (actor.name, actor.country) == (None, "UGA")


def test_possessor_beside_the_phrase_gives_the_country() -> None:
    text = Text("[Laos|GPE]'s government closed a dam. Gunmen in [Quito|GPE] fled. ")
    government, gunmen = resolve(text, text.phrase("government"), text.phrase("Gunmen"))
    assert (government.country, government.sector) == ("LAO", "GOV")
    assert (gunmen.country, gunmen.sector) == ("ECU", "UAF")


def test_a_relative_does_not_become_the_leader() -> None:
    text = Text("[Hunter Biden|PERSON] left court. [Biden|PERSON] said nothing. ")
    assert [e.name for e in text.cast().entities] == ["Hunter Biden"]


def test_unknown_phrases_are_read_by_themselves() -> None:
    text = Text("[Peru|GPE] slept. The Chadian army moved. ")
    phrase = text.phrase("The Chadian army")
    assert text.cast().actor(phrase).id == identify("The Chadian army", PUBLISHED.date()).id


def test_title_and_text_share_entities() -> None:
    title = Span("Saar flies", 0, 10, Part.TITLE)
    mentions = (
        Mention(Span("Saar", 0, 4, Part.TITLE), "PERSON", 0),
        Mention(Span("Kalev Saar", 0, 10), "PERSON", 1),
    )
    extraction = Extraction((title, Span("Kalev Saar flew.", 0, 16)), mentions)
    cast = cast_of(Article("a", "Saar flies", "Kalev Saar flew."), extraction, [None, None])
    assert [(e.name, len(e.mentions)) for e in cast.entities] == [("Kalev Saar", 2)]


def test_nothing_named_nothing_listed() -> None:
    assert cast_of(Article("a", None, ""), Extraction(), []).entities == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chad's army killed 14 militants near Moussoro on Sunday.", {"Chad army"}),
        ("YEREVAN - Azerbaijan released six Armenian prisoners on Thursday.", {"Azerbaijan"}),
    ],
)
def test_a_counted_noun_and_a_dateline_are_no_part_of_who_acts(
    nlp: Language, text: str, names: set[str]
) -> None:
    article = Article("a", text=text)
    (extraction,) = extract(nlp, [article])
    events = enrich(article, Grouping("s"), extraction, "m").events
    assert {actor.name for event in events for actor in event.actors} == names
    assert not {r.name for event in events for r in event.recipients} & names


@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("Aa1.-—'’s \"…"), min_size=1, max_size=5), st.sampled_from(sorted(NAMING))
        )
    )
)
def test_whatever_the_model_marks_gives_a_cast(marked: list[tuple[str, str]]) -> None:
    story = Text("Then ")
    for name, label in marked:
        story.mentions.append((name, label, len(story.text)))
        story.text += f"{name} and "
    story.text += "others left."
    story.sentences = [Span(story.text, 0, len(story.text))]
    entities = story.cast().entities
    assert all(any(map(str.isalnum, e.mentions[0].text)) for e in entities)
    assert len(entities) <= len(marked)
