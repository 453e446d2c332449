import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.characters import normalised, paragraphs, without_data


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("“It’s «over»”", '"It\'s "over""'),
        ("a\u200fb\u200b\0c\u00add", "abcd"),
        ("cafe\u0301", "café"),
        ("9–11 and Oslo–Bergen", "9-11 and Oslo-Bergen"),
        ("he came – late -- and left", "he came — late — and left"),
        ("a\u00a0b\u2009c", "a b c"),
        ("x\r\ny\rz\u2028w", "x\ny\nz\nw"),
        ("Marks &amp; Spencer &#8217;n&nbsp;co", "Marks & Spencer 'n co"),
        ("wait…", "wait..."),
        ("a\ud800b", "ab"),
    ],
)
def test_known_answers(raw, clean):
    assert normalised(raw) == clean


@given(st.text(st.characters(), max_size=200))
def test_result_is_nfc_and_visible(text):
    result = normalised(text)
    assert all(
        c == "\n" or c == "\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        for c in result
    )


@given(st.text(max_size=200))
def test_paragraphs_have_no_outer_or_double_space(text):
    for line in paragraphs(normalised(text)):
        assert line == " ".join(line.split()) != ""


def test_wrapped_lines_are_joined_and_others_are_not():
    line = "The delegation arrived in the capital on Monday and met the"
    wrapped = "\n".join([line] * 4 + ["mayor.", ""] + [line] * 4 + ["press."])
    assert paragraphs(wrapped) == [" ".join([line] * 4 + ["mayor."]), " ".join([line] * 4 + ["press."])]
    assert paragraphs("One is here.\n\nTwo is here.\nThree.") == ["One is here.", "Two is here.", "Three."]


def test_data_goes_and_scripts_without_spaces_stay():
    assert without_data("a " + "x" * 400 + " b") == "a   b"
    assert without_data("会" * 400) == "会" * 400
