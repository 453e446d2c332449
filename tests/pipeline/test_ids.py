"""Identifiers are hashes of what they name."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ids import hashed

TEXTS = st.lists(st.text(), max_size=4)


@given(TEXTS, TEXTS)
def test_same_parts_same_id_other_parts_other_id(a: list[str], b: list[str]) -> None:
    assert (hashed("e", *a) == hashed("e", *b)) == (a == b)


def test_an_id_never_changes_between_versions() -> None:
    assert hashed("a", "https://news.example/1") == "a-946341553fe0edf2cfd8d365aefa88a6"
