"""The vocabulary keeps what comes again, and not more than it may."""

from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.extract.familiar import FamiliarWords


def test_keeps_what_comes_again() -> None:
    kept: list[str] = []
    words = FamiliarWords(kept.append)
    words.meet(["Minister met minister", "met again"])
    assert kept == []
    words.meet(["Minister left.", "again"])
    assert kept == ["Minister", "again"]
    words.meet(["Minister left."])
    assert kept == ["Minister", "again", "left."]


@given(batches=st.lists(st.lists(st.text(st.sampled_from("abc "), max_size=12), max_size=4), max_size=12))
def test_never_keeps_more_than_it_may_nor_twice(batches: list[list[str]]) -> None:
    kept: list[str] = []
    words = FamiliarWords(kept.append, most=3)
    for batch in batches:
        words.meet(batch)
    assert len(kept) == len(set(kept)) <= 3


def test_a_kept_word_survives_the_zone(nlp: Language) -> None:
    words = FamiliarWords(nlp.tokenizer)
    for _ in range(2):
        words.meet(["Qorvanesh"])
        with nlp.memory_zone():
            nlp("Qorvanesh met Tilvaresh.")
    assert [word in nlp.vocab for word in ("Qorvanesh", "Tilvaresh")] == [True, False]
