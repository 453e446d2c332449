"""The bits that tell which names the gazetteer can't hold."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.places.held import bits_of, may_hold


@given(st.sets(st.text(st.characters(exclude_categories=())), max_size=50))
def test_every_name_that_is_held_passes(names):
    bits = bits_of(names)
    assert all(may_hold(bits, name) for name in names)


def test_most_other_names_do_not_pass():
    bits = bits_of(f"held {n}" for n in range(50_000))
    passed = sum(may_hold(bits, f"other {n}") for n in range(50_000))
    assert 0 < passed < 0.03 * 50_000
