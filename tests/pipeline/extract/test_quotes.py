"""Direct speech: its limits and its speaker."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.language import Language

from pipeline.extract.quotes import find_quotes
from pipeline.records import Part


def found(nlp: Language, text: str) -> list[tuple[str, str | None]]:
    quotes = find_quotes(nlp(text), Part.TEXT)
    return [(q.span.text, q.speaker.span.text if q.speaker else None) for q in quotes]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We will not leave this valley," said Harbour Minister Lena Orth.', "Harbour Minister Lena Orth"),
        ("“The bridge is closed tonight,” the mayor told reporters.", "the mayor"),
        ("The envoy said: «We want peace for all of us».", "The envoy"),
        ('According to the harbour police, "nobody was hurt in the fire."', "the harbour police"),
        ('The board wrote that it had "no reason to believe the figures".', "The board"),
        ("“Stop!” he shouted.", "he"),
    ],
)
def test_speech_and_speaker(nlp: Language, text: str, speaker: str) -> None:
    speech = re.search(r'["“«](.+)["”»]', text)
    assert speech is not None
    assert found(nlp, text) == [(speech.group(1), speaker)]


def test_split_quote_has_one_speaker(nlp: Language) -> None:
    text = '"I voted no," Tomas Berg said, "because nobody had read the bill."'
    assert found(nlp, text) == [
        ("I voted no,", "Tomas Berg"),
        ("because nobody had read the bill.", "Tomas Berg"),
    ]


def test_speech_over_paragraphs_has_one_speaker(nlp: Language) -> None:
    text = '"The river rose in the night and took the mill.\n"By morning the road was gone," said Maria Lund.'
    assert [speaker for _, speaker in found(nlp, text)] == ["Maria Lund", "Maria Lund"]


def test_scare_quotes_are_no_speech(nlp: Language) -> None:
    assert (
        found(nlp, 'The governor called the plan a "disaster" and the talks a “great success” of sorts.')
        == []
    )


def test_headline_with_colon(nlp: Language) -> None:
    quotes = find_quotes(nlp('Minister: "We are ready to sign the treaty"'), Part.TITLE)
    assert [(q.span.text, q.span.part) for q in quotes] == [("We are ready to sign the treaty", Part.TITLE)]
    assert quotes[0].speaker is not None
    assert quotes[0].speaker.span.text == "Minister"


def test_apostrophes_open_nothing(nlp: Language) -> None:
    assert found(nlp, "The farmers' union said it wasn't the ministers' fault.") == []


def test_a_mark_that_is_never_closed_opens_nothing(nlp: Language) -> None:
    assert (
        found(nlp, 'He is 6\'2" tall. She said "nothing at all happened\nand then left the room for good.')
        == []
    )


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='ab. ,"“”«»\n:', max_size=80))
def test_spans_hold_their_text(text: str) -> None:
    plain = English()
    plain.add_pipe("sentencizer")
    for quote in find_quotes(plain(text), Part.TEXT):
        assert text[quote.span.start : quote.span.end] == quote.span.text
        assert quote.span.text.strip() == quote.span.text != ""
