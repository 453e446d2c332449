"""Whatever the order of arrival, each item is released once and in order."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from connectors.kafka.chain import Chain
from connectors.records import Origin


@dataclass(frozen=True)
class Item:
    origin: Origin
    link: int


def log(offsets, start):
    """A partition's records as a reader that starts at `start` links them."""
    links = [start, *(offset + 1 for offset in offsets)]
    return [Item(Origin("t", 0, offset), link) for offset, link in zip(offsets, links, strict=False)]


def release(chain, items):
    return [released.origin.offset for item in items for released in chain.offer(item)]


OFFSETS = st.sets(st.integers(0, 60), min_size=1).map(sorted)


@given(OFFSETS, st.data())
def test_any_order_with_holes_and_repetitions(offsets, data):
    items = log(offsets, -1)
    arriving = data.draw(st.permutations(items + data.draw(st.lists(st.sampled_from(items), max_size=10))))
    chain = Chain(-1)
    assert release(chain, arriving) == offsets
    assert len(chain) == 0


@given(OFFSETS, st.data())
def test_a_replay_from_before_the_committed_offset(offsets, data):
    done = data.draw(st.integers(0, len(offsets)))
    committed = offsets[done - 1] + 1 if done else -1
    chain = Chain(committed)
    assert release(chain, data.draw(st.permutations(log(offsets, -1)))) == offsets[done:]


@given(OFFSETS, st.data())
def test_a_replay_whose_earlier_records_were_compacted_away(offsets, data):
    done = data.draw(st.integers(0, len(offsets)))
    committed = offsets[done - 1] + 1 if done else -1
    left = offsets[data.draw(st.integers(0, done)) : done][::2] + offsets[done:]
    assert release(Chain(committed), data.draw(st.permutations(log(left, -1)))) == offsets[done:]


def test_nothing_is_released_while_one_is_missing():
    first, second, third = log([3, 5, 9], 3)
    chain = Chain(3)
    assert release(chain, [third, second]) == []
    assert [item.origin.offset for item in chain.held] == [5, 9]
    assert release(Chain(chain.expected, chain.held), [first]) == [3, 5, 9]
