import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fingerprint.sketch import MAX_NUMBERS, MAX_SHINGLES, decode, encode, sketch

words = st.lists(
    st.sampled_from([f"word{c}" for c in "abcdefghijklmnopqrstuvwxyz"] + ["12", "3.5"]), max_size=400
)


def same(a, b):
    return (
        a.shingle_level == b.shingle_level
        and a.number_level == b.number_level
        and np.array_equal(a.shingles, b.shingles)
        and np.array_equal(a.numbers, b.numbers)
    )


@given(words)
def test_encoding_is_ascending_bounded_and_round_trips(some):
    value = sketch(" ".join(some))
    data = encode(value)
    assert same(decode(data), value)
    hashes = np.frombuffer(data, "<u8")
    assert np.all(hashes[1:] > hashes[:-1])
    assert len(value.shingles) <= MAX_SHINGLES
    assert len(value.numbers) <= MAX_NUMBERS


def test_case_punctuation_and_apostrophes_do_not_count():
    assert same(sketch("It's over, she said: done at last!"), sketch("it’s OVER she said - DONE at last"))


def test_short_texts_keep_every_shingle():
    assert len(sketch("one two three").shingles) == 1
    assert len(sketch("one two three four five six").shingles) == 2
    assert sketch(" ".join(chr(97 + n % 26) * (n + 1) for n in range(60))).shingle_level == 0
    assert len(sketch("").shingles) == 0


def test_size_of_a_long_text_is_about_right():
    text = " ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(10_000))
    assert sketch(text).size == pytest.approx(9_996, rel=0.4)


def test_what_is_no_sketch_is_refused():
    with pytest.raises(ValueError, match="sketch"):
        decode(b"")
    with pytest.raises(ValueError, match="sketch"):
        decode(b"\xff" * 8)
