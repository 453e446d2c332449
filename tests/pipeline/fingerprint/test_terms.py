import numpy as np

from pipeline.fingerprint.terms import MAX_TERMS, decode, encode, terms
from pipeline.fingerprint.words import background, hash32, stem, tokens


def weight(value, word):
    return float(value.weights[list(value.hashes).index(hash32(word))])


def test_names_weigh_more_and_repetition_counts_less_and_less():
    value = terms("", "the mayor met Okafor and the mayor met the mayor")
    assert weight(value, "okafor") == np.float32(1.4)
    assert weight(value, "mayor") == np.float32(1 + np.log(3))


def test_plural_and_title_are_the_same_terms():
    value = terms("Bridges", "a bridge")
    assert weight(value, "bridge") > 1


def test_the_most_telling_terms_are_kept():
    rare = [f"qz{chr(97 + n % 26)}{chr(97 + n // 26)}x" for n in range(MAX_TERMS)]
    value = terms("", "the of and to in " + " ".join(rare))
    assert len(value.hashes) == MAX_TERMS
    assert hash32("the") not in value.hashes


def test_encoding_round_trips_ascending():
    value = terms("Storm in Norland", "A storm hit the coast of Norland on Monday.")
    again = decode(encode(value))
    assert np.array_equal(again.hashes, value.hashes)
    assert np.array_equal(again.weights, value.weights)
    assert np.all(value.hashes[1:] > value.hashes[:-1])
    assert not len(decode(encode(terms("", ""))).hashes)


def test_background_knows_common_words():
    common, rare = background().of(np.array([hash32("the"), hash32("qzxv")], np.uint32))
    assert common > 0.9
    assert rare < 0.001


def test_tokens_and_stems():
    assert tokens("Don't pay 3,500.50 dollars, Zoë!") == ["Dont", "pay", "3,500.50", "dollars", "Zoë"]
    assert [stem(w) for w in ("parties", "gas", "boss", "talks", "crisis")] == [
        "party",
        "gas",
        "boss",
        "talk",
        "crisis",
    ]
