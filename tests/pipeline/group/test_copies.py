import pytest

from tests.pipeline.group.articles import DAM, QUAKES, STRIKE, Stream, edits


@pytest.mark.parametrize("kind", list(edits(DAM, STRIKE)))
@pytest.mark.parametrize(("text", "other"), [(DAM, STRIKE), (STRIKE, DAM)], ids=["dam", "strike"])
def test_edited_copy_is_found(text, other, kind):
    stream = Stream()
    original = stream.give(text, "Original headline")
    copy = stream.give(edits(text, other)[kind], "Quite another headline")
    assert original.duplicate_of is None
    assert copy.duplicate_of == "a0"
    assert copy.similarity is not None
    assert 0.5 <= copy.similarity <= 1
    assert (copy.story_id, copy.story_title) == (original.story_id, "Original headline")


def test_same_template_with_other_facts_is_no_copy():
    stream = Stream()
    assert [stream.give(text).duplicate_of for text in QUAKES] == [None] * len(QUAKES)
    assert stream.give(QUAKES[1]).duplicate_of == "a1"


TREATY = (
    "The president of Norland, who arrived on Sunday with forty business leaders and two ministers, "
    "will sign a treaty on fishing in the northern sea on Tuesday before he flies home."
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Norland has condemned the attack on the embassy.",
            "Sudland has condemned the attack on the embassy.",
        ),
        ("Police in Calver shot 3 people dead on Monday.", "Police in Calver shot 5 people dead on Monday."),
        ("Markets close higher", "Markets close lower"),
        (TREATY, TREATY.replace("fishing", "whaling")),
    ],
    ids=["name", "number", "headline", "word"],
)
def test_short_texts_are_copies_only_if_they_are_equal(one, other):
    stream = Stream()
    stream.give(one)
    assert stream.give(other).duplicate_of is None
    assert stream.give(one.upper()).duplicate_of == "a0"
    assert stream.give(other + " ").duplicate_of == "a1"


def test_text_with_much_of_its_own_is_no_copy_of_what_it_holds():
    stream = Stream()
    stream.give(DAM)
    assert stream.give(f"{DAM}\n{STRIKE}\n{QUAKES[0]}").duplicate_of is None


def test_copy_of_a_copy_names_the_original():
    stream = Stream()
    stream.give(DAM)
    assert stream.give(edits(DAM, STRIKE)["paragraph added"]).duplicate_of == "a0"
    assert stream.give(edits(DAM, STRIKE)["paragraph added"]).duplicate_of == "a0"


def test_same_id_from_elsewhere_is_a_copy():
    stream = Stream()
    stream.give(DAM, name="one")
    assert stream.give(DAM, name="one").duplicate_of == "one"


def test_empty_text_is_nobodys_copy():
    stream = Stream()
    assert stream.give("").duplicate_of is None
    assert stream.give("").duplicate_of is None
