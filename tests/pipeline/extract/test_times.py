"""Where time expressions are, and the tense of the verb that governs them."""

import itertools
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.extract.times import CHECKS, find_times, pattern_rows
from pipeline.records import Part, Tense

Finder = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def found(nlp: Language) -> Finder:
    return lambda text: [mention.span.text for mention in find_times(nlp(text), Part.TEXT)]


@pytest.mark.parametrize("example", [row[3] for row in pattern_rows()])
def test_every_pattern_finds_its_example(found: Finder, example: str) -> None:
    frames = (
        "The shop closed {} , they said.",
        "It has run {} .",
        "They met in {} .",
        "They waited for {} .",
    )
    assert any(example in found(frame.format(example)) for frame in frames)


def test_every_pattern_names_a_known_check_and_kind_of_modifier() -> None:
    for pattern, modifiers, check, example in pattern_rows():
        assert modifiers in ("phase", "amount", "none"), pattern
        assert check == "-" or check in CHECKS, pattern
        assert example


@pytest.mark.parametrize(
    ("text", "expressions"),
    [
        ("The minister arrives Monday night and leaves on Wednesday.", ["Monday night", "Wednesday"]),
        ("She worked there for nearly forty years.", ["nearly forty years"]),
        ("More than four hours later the road was open.", ["More than four hours later"]),
        ("He attended the 2017 and 2019 summits.", ["2017", "2019"]),
        ("Prices rose over the past two weeks.", ["the past two weeks"]),
        ("The court ruled early on Friday.", ["Friday"]),
        ("The strike, now over, began late last month.", ["now", "late last month"]),
        ("LIMA, 12 JAN 90 (EFE) -- A BOMB EXPLODED LAST NIGHT.", ["12 JAN 90", "LAST NIGHT"]),
        ("MOSCOW, Oct 3 (Agency) - Envoys met.", ["Oct 3"]),
        ("It was signed on March 3, 2022, in Oslo.", ["March 3, 2022"]),
        ("The late 1970s were hard.", ["The late 1970s"]),
        ("Profit fell in the third quarter from a year earlier.", ["the third quarter", "a year earlier"]),
        ("Rebels began the attack at 1805 and ended it on Monday.", ["Monday"]),
        ("Prime Minister Theresa May resigned and may march on.", []),
        ("The 37-year-old driver paid $2000 and bought 1500 tickets.", []),
    ],
)
def test_expressions_end_where_they_should(found: Finder, text: str, expressions: list[str]) -> None:
    assert found(text) == expressions


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Starting Monday, the envoy will go to Cairo.", Tense.FUTURE),
        ("The envoy went to Cairo on Monday.", Tense.PAST),
        ("The envoy has been in Cairo since Monday.", Tense.PAST),
        ("The envoy is due to visit Cairo on Monday.", Tense.FUTURE),
        ("The offer had been due to expire on Monday.", Tense.PAST),
        ("The visit had been scheduled to begin on Monday.", Tense.PAST),
        ("The envoy plans to visit Cairo on Monday.", Tense.FUTURE),
        ("Envoy to visit Cairo on Monday", Tense.FUTURE),
        ("The talks scheduled for Monday are off.", Tense.FUTURE),
        ("The troops remain in Cairo today.", Tense.PRESENT),
        ("He was killed in an attack on Monday.", Tense.PAST),
    ],
)
def test_tense_of_the_governing_verb(nlp: Language, text: str, tense: Tense) -> None:
    assert find_times(nlp(text), Part.TEXT)[0].tense is tense


def test_a_phrase_without_a_verb_has_no_tense(nlp: Language) -> None:
    assert find_times(nlp("Monday"), Part.TITLE)[0].tense is None


def test_sentences_are_counted_from_the_first(nlp: Language) -> None:
    mentions = find_times(nlp("They met on Monday. They talked. They left on Tuesday."), Part.TEXT)
    assert [mention.sentence for mention in mentions] == [0, 2]


def test_no_text_has_no_times(nlp: Language) -> None:
    assert find_times(nlp(""), Part.TITLE) == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["on Monday", "the", "3 October", "1999", "two", "weeks", "ago", "said", ".", "now", "-", "'"]
        ),
        max_size=12,
    )
)
def test_spans_are_in_order_apart_and_true_to_the_text(nlp: Language, words: list[str]) -> None:
    text = " ".join(words)
    spans = [mention.span for mention in find_times(nlp(text), Part.TEXT)]
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    assert all(re.search(r"\w", span.text) for span in spans)
