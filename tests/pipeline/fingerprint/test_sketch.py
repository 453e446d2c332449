import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fingerprint.sketch import (
    MAX_LETTERS,
    MAX_NAMES,
    MAX_NUMBERS,
    MAX_SHINGLES,
    decode,
    encode,
    encode_details,
    sketch,
)

words = st.lists(
    st.sampled_from([f"word{c}" for c in "abcdefghijklmnopqrstuvwxyz"] + ["12", "3.5", "Calver", "Lowick"]),
    max_size=400,
)


SAMPLES = ("shingles", "numbers", "letters", "names")


def alike(a, b, lost=0):
    return a.level == b.level and np.array_equal(a.hashes >> np.uint64(lost), b.hashes >> np.uint64(lost))


def same(a, b):
    return all(alike(getattr(a, kind), getattr(b, kind)) for kind in SAMPLES)


@given(words)
def test_encoding_is_ascending_bounded_and_round_trips(some):
    value = sketch(" ".join(some))
    data = encode(value)
    again = decode(data, encode_details(value))
    assert alike(again.shingles, value.shingles)
    assert alike(again.numbers, value.numbers)
    assert alike(again.letters, value.letters, lost=32)
    assert alike(again.names, value.names, lost=32)
    hashes = np.frombuffer(data, "<u8")
    assert np.all(hashes[1:] > hashes[:-1])
    limits = (MAX_SHINGLES, MAX_NUMBERS, MAX_LETTERS, MAX_NAMES)
    for kind, limit in zip(SAMPLES, limits, strict=True):
        assert len(getattr(value, kind)) <= limit


def test_sketch_of_an_older_version_has_no_details():
    value = sketch("Nobody in Norland saw the 12 ships of the second fleet.")
    again = decode(encode(value))
    assert alike(again.shingles, value.shingles)
    assert (len(value.letters), len(again.letters)) == (46, 0)
    assert (len(value.names), len(again.names)) == (1, 0)


def test_case_punctuation_and_apostrophes_do_not_count():
    one, other = sketch("It's over, she said: done at last!"), sketch("it’s OVER she said - DONE at last")
    assert alike(one.shingles, other.shingles)
    assert alike(one.letters, other.letters)


def test_names_are_words_with_a_capital_within_a_sentence():
    one = sketch("Rain fell on Port Amery. Police in Calver, Norland, waited.")
    assert len(one.names) == 4
    assert alike(one.names, sketch("In Norland, Port Calver and Amery").names)


def test_short_texts_keep_every_shingle():
    assert len(sketch("one two three").shingles) == 1
    assert len(sketch("one two three four five six").shingles) == 2
    assert sketch(" ".join(chr(97 + n % 26) * (n + 1) for n in range(60))).shingles.level == 0
    assert len(sketch("").shingles) == 0


def test_size_of_a_long_text_is_about_right():
    text = " ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(10_000))
    assert sketch(text).shingles.size == pytest.approx(9_996, rel=0.4)


def test_what_is_no_sketch_is_refused():
    with pytest.raises(ValueError, match="sketch"):
        decode(b"")
    with pytest.raises(ValueError, match="sketch"):
        decode(b"\xff" * 8)
