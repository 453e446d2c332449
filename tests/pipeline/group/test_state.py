from dataclasses import replace

import pytest

from connectors.records import Origin
from pipeline.group.codec import decode_batch, encode_batch
from pipeline.group.settings import DAY_MS, GENERATIONS, GroupSettings
from pipeline.group.state import KeyedState, Views
from tests.pipeline.group.articles import DAM, QUAKES, STRIKE, Stream, edits, mark


class Value:
    """A value state."""

    def __init__(self, content=None):
        self.content = content

    def read(self):
        return self.content

    def write(self, content):
        self.content = content


class Bag(list):
    """A bag state, which keeps no order."""

    def read(self):
        return list(reversed(self))

    def add(self, element):
        self.append(element)


class Store:
    """The state of a language as an engine keeps it."""

    def __init__(self):
        self.value, self.bags = Value(), tuple(Bag() for _ in range(GENERATIONS))

    def snapshot(self):
        copy = Store()
        copy.value.content = self.value.content
        for bag, mine in zip(copy.bags, self.bags, strict=True):
            bag.extend(mine)
        return copy


def give(store, views, settings, offset, text, seen_at=0):
    state = KeyedState(store.value, store.bags)
    index = views.take("en", settings, state)
    grouping, entry = index.decide(f"a{offset}", None, mark(text), Origin("t", 0, offset), seen_at)
    if entry:
        state.append(encode_batch([entry]), 1, index.serials)
    views.put("en", settings, state, index)
    return replace(grouping, entry=None)


def test_view_is_kept_while_it_shows_the_state():
    store, views, settings = Store(), Views(), GroupSettings()
    give(store, views, settings, 0, DAM)
    index = views.take("en", settings, KeyedState(store.value, store.bags))
    views.put("en", settings, KeyedState(store.value, store.bags), index)
    assert views.take("en", settings, KeyedState(store.value, store.bags)) is index


def test_bundle_that_is_rolled_back_and_retried_decides_alike():
    store, views, settings = Store(), Views(), GroupSettings()
    give(store, views, settings, 0, DAM)
    before = store.snapshot()
    first = [give(store, views, settings, 1, STRIKE), give(store, views, settings, 2, DAM)]
    assert [give(before, views, settings, 1, STRIKE), give(before, views, settings, 2, DAM)] == first


def test_view_of_another_state_is_not_used():
    views, settings = Views(), GroupSettings()
    one, other = Store(), Store()
    give(one, views, settings, 0, DAM)
    assert give(other, views, settings, 1, DAM).duplicate_of is None
    assert give(one, views, settings, 1, STRIKE).duplicate_of is None
    assert give(one, views, settings, 2, DAM).duplicate_of == "a0"
    assert give(other, views, settings, 2, DAM).duplicate_of == "a1"


def test_another_process_rebuilds_the_view_through_generations():
    store, settings = Store(), GroupSettings(retention_days=6)
    views = Views()
    for day in range(40):
        text = f"On day {day} the town of Calver counted {day * 13} ships and {day * 17} lorries in its port."
        give(store, views, settings, day, text, day * DAY_MS)
        assert sum(map(len, store.bags)) <= 8
    give(store, views, settings, 40, DAM, 40 * DAY_MS)
    kept = give(store.snapshot(), views, settings, 41, edits(DAM, STRIKE)["prefix"], 41 * DAY_MS)
    rebuilt = give(store.snapshot(), Views(), settings, 41, edits(DAM, STRIKE)["prefix"], 41 * DAY_MS)
    assert kept == rebuilt
    assert rebuilt.duplicate_of == "a40"
    old = "On day 38 the town of Calver counted 494 ships and 646 lorries in its port."
    assert give(store.snapshot(), Views(), settings, 42, old, 41 * DAY_MS).duplicate_of == "a38"


@pytest.mark.parametrize("others", [(), ("de",)], ids=["whole batches", "one language of two"])
def test_what_was_read_from_the_log_is_in_the_state_for_another_process(others):
    stream = Stream()
    for text in (DAM, STRIKE, *QUAKES):
        stream.give(text)
    foreign = [replace(stream.entries[0], language=language) for language in others]
    log = [encode_batch([*foreign, *stream.entries[:2]]), encode_batch(stream.entries[2:])]
    store, settings = Store(), GroupSettings(log=lambda: iter(log))
    assert len(Views().take("en", settings, KeyedState(store.value, store.bags))) == 5
    state = KeyedState(store.value, store.bags)
    assert state.mark.entries == 5
    kept = [
        entry for serial in state.mark.serials for b in state.batches(serial) for entry in decode_batch(b)
    ]
    assert kept == stream.entries
    assert give(store, Views(), GroupSettings(), 9, edits(STRIKE, DAM)["prefix"]).duplicate_of == "a1"


def test_without_bags_the_view_goes_on_and_a_lost_one_is_read_from_the_log_again():
    stream = Stream()
    stream.give(DAM)
    store, views, settings = Store(), Views(), GroupSettings(log=lambda: iter([encode_batch(stream.entries)]))
    store.bags = ()
    assert give(store, views, settings, 1, edits(DAM, STRIKE)["prefix"]).duplicate_of == "a0"
    assert give(store, views, settings, 2, STRIKE).duplicate_of is None
    assert give(store, views, settings, 3, edits(STRIKE, DAM)["prefix"]).duplicate_of == "a2"
    assert give(store, Views(), settings, 4, edits(DAM, STRIKE)["prefix"]).duplicate_of == "a0"
