"""Truecasing: headlines in Title Case and texts in capitals, read as running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.extract.casing import in_capitals, in_title_case, truecased
from pipeline.extract.core import extract
from pipeline.extract.everyday import EverydayWords, everyday_words
from pipeline.records import Article, EventType, Extraction, Part, Span

LETTERS = st.text(st.sampled_from("ABÉİßSŒ ǅabcı'’.-[]\n“\"12"), max_size=60)


@pytest.fixture(scope="module")
def everyday(nlp: Language) -> EverydayWords:
    return everyday_words(nlp)


@pytest.mark.parametrize(
    ("title", "cased"),
    [
        ("U.S. Lifts Travel Ban on Sudanese Officials", "U.S. lifts travel ban on Sudanese officials"),
        ("Police Arrest 12 Protesters In Nairobi", "Police arrest 12 protesters in Nairobi"),
        ("President Macron Meets Union Leaders", "President Macron meets union leaders"),
        (
            "United Nations Security Council Meets Over Mali",
            "United Nations Security Council meets over Mali",
        ),
        ("Quake Hits Chile: Hundreds Flee Homes", "Quake hits Chile: Hundreds flee homes"),
        ("Rebels Free Hostages Held Since May", "Rebels free hostages held since May"),
        ("Ghana Prime Minister Kofi Addo Quits", "Ghana Prime Minister Kofi Addo quits"),
        ("US AND CHINA CUT TARIFFS", "US and China cut tariffs"),
        ("Rebels May Free Hostages This Week", "Rebels may free hostages this week"),
    ],
)
def test_headline_in_title_case(title: str, cased: str, everyday: EverydayWords) -> None:
    assert truecased(title, "", everyday) == (cased, "")


def test_text_of_the_article_tells_the_names_of_its_headline(everyday: EverydayWords) -> None:
    text = "Fans of the band Garbage queued in the rain. Later the park was full of rubbish."
    title, unchanged = truecased("Garbage Fans Fill Park Despite Rain", text, everyday)
    assert (title, unchanged) == ("Garbage fans fill park despite rain", text)
    assert (
        truecased("Thousands See Garbage Play Park", text, everyday)[0] == "Thousands see Garbage play park"
    )


def test_headline_in_capitals_over_running_text(everyday: EverydayWords) -> None:
    text = "The singer Moon met the mayor. A crowd cheered Moon."
    assert truecased("MAYOR MEETS MOON IN ACCRA", text, everyday) == ("Mayor meets Moon in Accra", text)


def test_headline_repeated_at_the_start_of_the_text(everyday: EverydayWords) -> None:
    title = "Miners Reject Offer From Owners"
    text = f"{title}. The miners voted on Monday."
    cased = "Miners reject offer from owners"
    assert truecased(title, text, everyday) == (cased, f"{cased}. The miners voted on Monday.")


def test_text_in_capitals(everyday: EverydayWords) -> None:
    text = (
        "LIMA, 3 MAY 91 -- [TEXT] PRESIDENT ALBERTO FUJIMORI SAID IT'S OVER. THE U.S. EMBASSY AND THE US ARMY "
        'DENIED IT. "WE MAY LEAVE ON MONDAY," DR. JUAN PEREZ TOLD NATO OFFICIALS.\n\nHE MET GEN O\'NEILL.'
    )
    assert truecased("", text, everyday)[1] == (
        "Lima, 3 May 91 -- [Text] President Alberto Fujimori said it's over. The U.S. embassy and the US Army "
        'denied it. "We may leave on Monday," Dr. Juan Perez told NATO officials.\n\nHe met Gen O\'Neill.'
    )


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Storm kills nine in southern Spain", "The NATO summit opened. NASA and the EU sent their HEADS."),
        ("NATO", "EU"),
        ("", ""),
        ("Ärzte streiken", "Le président a dit non."),
    ],
)
def test_running_text_is_left_alone(title: str, text: str, everyday: EverydayWords) -> None:
    assert truecased(title, text, everyday) == (title, text)


@given(LETTERS, LETTERS)
def test_only_case_changes(nlp: Language, title: str, text: str) -> None:
    for before, after in zip((title, text), truecased(title, text, everyday_words(nlp)), strict=True):
        assert len(after) == len(before)
        assert all(a == b or a == b.lower() or a == b.upper() for a, b in zip(after, before, strict=True))


def test_what_is_in_capitals_or_title_case() -> None:
    assert in_capitals("REBELS TOOK THE TOWN OF XY ON 3 MAY")
    assert not in_capitals("UN, EU")
    assert not in_capitals("REBELS TOOK THE TOWN, the army said on Monday")
    assert in_title_case("Rebels Take Town in North")
    assert not in_title_case("Rebels take town in North Kivu")


def test_spans_keep_the_characters_of_the_article(nlp: Language) -> None:
    article = Article(
        "a",
        "Sudan Expels Three French Diplomats",
        'REBELS KILLED SIX SOLDIERS NEAR LIMA ON MONDAY. "WE WILL FIGHT ON," THEIR LEADER JUAN PEREZ SAID.',
    )
    (found,) = extract(nlp, [article])
    spans = list(_spans(found))
    written = {Part.TITLE: article.title or "", Part.TEXT: article.text or ""}
    assert spans
    assert all(s.text == written[s.part][s.start : s.end] for s in spans)
    types = {c.trigger.text: c.event_type for c in found.candidates}
    assert types["KILLED"] is EventType.ASSAULT
    assert "Expels" in types
    assert "LIMA" in {m.span.text for m in found.mentions}


def _spans(value: object) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for item in value for span in _spans(item)]
    if isinstance(value, Extraction) or hasattr(type(value), "__dataclass_fields__"):
        return [span for name in type(value).__dataclass_fields__ for span in _spans(getattr(value, name))]
    return []
