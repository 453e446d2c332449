import io
import itertools
from dataclasses import replace

import fastavro
import pytest

import schemas
from benchmarks.group import articles
from connectors.records import Origin
from pipeline.errors import UsageError
from pipeline.group.codec import current, decode_batch, encode_batch
from pipeline.group.index import Index
from pipeline.group.settings import DAY_MS, GENERATIONS, GroupSettings
from pipeline.records import as_record
from tests.pipeline.group.articles import DAM, QUAKES, STRIKE, Stream, edits, mark

SECOND_DAY = """The flow from the Harrow dam will be cut on Sunday, county engineer Maria Holt said, since the
reservoir has fallen by more than a metre. Villagers from Lowick and Stane may go back to their
homes this evening. The valley road is open for residents, but the railway to the coast stays shut
while workers clear mud from the spillway's channel."""


def test_second_day_joins_the_story_and_others_open_their_own():
    stream = Stream()
    given = [(DAM, "Dam opened"), (STRIKE, "Buses stand"), (SECOND_DAY, "Going home"), (QUAKES[0], "Quake")]
    stories = [stream.give(text, title) for text, title in given]
    assert stories[2].story_id == stories[0].story_id
    assert stories[2].duplicate_of is None
    assert stories[2].story_title == "Dam opened"
    assert len({s.story_id for s in stories}) == 3


def test_story_falls_silent_but_a_close_follow_up_wakes_it():
    later = 10 * DAY_MS
    stream = Stream(silence_days=3, retention_days=60, story_threshold=0.25)
    first = stream.give(DAM, seen_at=0)
    assert stream.give(SECOND_DAY, seen_at=DAY_MS).story_id == first.story_id
    strict = Stream(silence_days=3, retention_days=60, story_threshold=0.4)
    first = strict.give(DAM, seen_at=0)
    assert strict.give(SECOND_DAY, seen_at=later).story_id != first.story_id
    near = DAM.replace("Thursday", "Friday") + SECOND_DAY * 4
    assert strict.give(near, seen_at=later).story_id == first.story_id


def test_title_of_a_story_is_the_headline_nearest_to_its_centroid():
    stream = Stream()
    first = stream.give(DAM, "What we know so far")
    assert first.story_title == "What we know so far"
    second = stream.give(SECOND_DAY, "Harrow dam: residents of Lowick and Stane return")
    assert second.story_id == first.story_id
    assert second.story_title == "Harrow dam: residents of Lowick and Stane return"
    later = stream.give(f"{SECOND_DAY} The council met.", "Opinion: who pays?")
    assert later.story_title == second.story_title


def test_same_origin_gets_the_same_decision_and_no_entry():
    stream = Stream()
    texts = [DAM, edits(DAM, STRIKE)["prefix"], SECOND_DAY, STRIKE]
    decided = [stream.give(text) for text in texts]
    for at, (text, before) in enumerate(zip(texts, decided, strict=True)):
        again, entry = stream.index.decide(f"a{at}", None, mark(text), Origin("t", 0, at), 99)
        assert entry is None
        assert before.entry is not None
        assert (again.story_id, again.story_title, again.duplicate_of, again.similarity) == (
            before.story_id,
            before.story_title,
            before.duplicate_of,
            before.similarity,
        )


def test_another_article_at_the_same_origin_gets_a_decision_of_its_own():
    """As it is where a topic was made anew."""
    stream = Stream()
    stream.give(DAM)
    stream.give(edits(DAM, STRIKE)["prefix"])
    for at in (0, 1):
        grouping, entry = stream.index.decide(f"new{at}", None, mark(STRIKE), Origin("t", 0, at), 99)
        assert entry is not None
        assert grouping.duplicate_of == (None if at == 0 else "new0")


def test_article_of_which_only_copies_are_remembered_is_no_copy_of_itself():
    """As it is when it was forgotten, or was a dead letter, and is read again."""
    stream = Stream()
    story = stream.give(DAM).story_id
    stream.give(edits(DAM, STRIKE)["prefix"])
    rebuilt = Index("en", stream.settings)
    rebuilt.remember(stream.entries[1:2])
    original, entry = rebuilt.decide("a0", None, mark(DAM), Origin("t", 0, 0), 0)
    assert (original.duplicate_of, original.update_of, original.story_id) == (None, None, story)
    assert entry is not None
    copy, entry = rebuilt.decide("a1", None, mark(edits(DAM, STRIKE)["prefix"]), Origin("t", 0, 1), 0)
    assert (copy.duplicate_of, copy.story_id, entry) == ("a0", story, None)
    again, _ = rebuilt.decide("a0", None, mark(DAM), Origin("t", 0, 7), 0)
    assert again.duplicate_of == "a0", "delivered again it is a copy of itself"


def test_rebuilt_index_decides_alike():
    texts = [DAM, STRIKE, edits(DAM, STRIKE)["first half"], QUAKES[0]]
    stream = Stream()
    for text in texts:
        stream.give(text)
    rebuilt = Index("en", stream.settings)
    entries = decode_batch(encode_batch(stream.entries))
    assert entries == stream.entries
    assert [taken for _, taken in rebuilt.remember(entries)] == [entries]
    assert rebuilt.remember(entries) == []
    assert len(rebuilt) == len(stream.index) == len(texts)
    for at, text in enumerate([SECOND_DAY, edits(STRIKE, DAM)["reordered"], QUAKES[1], QUAKES[0]], start=50):
        asked = (f"a{at}", None, mark(text), Origin("t", 0, at), at * 3_600_000)
        assert rebuilt.decide(*asked) == stream.index.decide(*asked)


@pytest.mark.parametrize("at_once", [1, 2, 7, 1000])
def test_index_that_is_rebuilt_many_at_once_decides_as_one_that_never_stopped(at_once):
    """Stories of three, copies, and stories of which all articles come in one batch or in several."""
    settings = GroupSettings(max_entries=700)
    index, rebuilt, stream = Index("en", settings), Index("en", settings), articles()

    def asked(one):
        return f"a{one.number}", one.title, one.fingerprint, one.origin, one.number

    entries = [index.decide(*asked(one))[1] for one in itertools.islice(stream, 400)]
    taken = [group for batch in itertools.batched(entries, at_once) for group in rebuilt.remember(batch)]
    assert [entry for group in taken for entry in group.entries] == entries
    assert taken[-1].serials == index.serials
    for one in itertools.islice(stream, 600):
        assert rebuilt.decide(*asked(one)) == index.decide(*asked(one))
    assert rebuilt.serials == index.serials != taken[-1].serials


def test_entry_that_comes_twice_in_a_batch_is_taken_up_once():
    stream = Stream()
    stream.give(DAM)
    stream.give(STRIKE)
    one, other = stream.entries
    rebuilt = Index("en", stream.settings)
    assert [taken for _, taken in rebuilt.remember([one, one, other, one])] == [[one, other]]


def test_what_is_older_than_the_retention_time_is_forgotten():
    stream = Stream(retention_days=6)
    stream.give(DAM, seen_at=0)
    assert stream.give(edits(DAM, STRIKE)["prefix"], seen_at=6 * DAY_MS).duplicate_of == "a0"
    stream.give(STRIKE, seen_at=30 * DAY_MS)
    assert len(stream.index) == 1
    assert stream.give(DAM, seen_at=30 * DAY_MS).duplicate_of is None


def test_copy_outlives_its_original_and_still_names_it():
    stream = Stream(retention_days=6)
    story = stream.give(DAM, seen_at=0).story_id
    stream.give(DAM, seen_at=5 * DAY_MS)
    late = stream.give(DAM, seen_at=9 * DAY_MS)
    assert (late.duplicate_of, late.story_id) == ("a0", story)


def test_late_articles_are_remembered():
    stream = Stream(retention_days=6)
    stream.give(STRIKE, seen_at=100 * DAY_MS)
    stream.give(DAM, seen_at=DAY_MS)
    assert stream.give(DAM, seen_at=100 * DAY_MS).duplicate_of == "a1"


def test_entries_are_bounded_whatever_their_times():
    stream = Stream(max_entries=70)
    for at in range(500):
        stream.give(f"Report {at} from place {at * 7} says that {at * 11} trees were planted.", seen_at=0)
        assert len(stream.index) <= 70
        assert len(stream.index.serials) < GENERATIONS


def decide(index, at, areas, source="Example Gazette", text=None):
    text = text or f"On day {at} the council of Calver counted {at * 13} ships in port and {at * 7} lorries."
    return index.decide(f"a{at}", None, replace(mark(text), areas=areas), Origin("t", 0, at), at, source)


def test_home_of_a_source_is_learnt_from_its_earlier_articles_and_survives_a_restart():
    index = Index("en", GroupSettings())
    given = [decide(index, at, ("USA/Ohio", "USA/")) for at in range(4)]
    assert [grouping.home for grouping, _ in given] == [None, None, "USA/Ohio", "USA/Ohio"]
    rebuilt = Index("en", GroupSettings())
    rebuilt.remember(decode_batch(encode_batch(entry for _, entry in given)))
    for at in range(4):  # what was decided stays, though more is known now
        assert decide(rebuilt, at, ("USA/Ohio", "USA/"))[0].home == given[at][0].home
    assert decide(rebuilt, 9, ())[0].home == decide(index, 9, ())[0].home == "USA/Ohio"
    assert decide(rebuilt, 10, (), source="Other Gazette")[0].home is None


def test_batch_of_an_older_version_is_read():
    (text,) = schemas.released(schemas.INDEX_BATCH).values()
    index = Index("en", GroupSettings())
    _, entry = decide(index, 1, ())
    old = io.BytesIO()
    fastavro.schemaless_writer(old, schemas.parsed(text), {"entries": [as_record(entry)]})
    read = decode_batch(current(old.getvalue(), schemas.fingerprint_of(text).encode()))
    assert read == [replace(entry, source=None, details=b"")]
    assert Index("en", GroupSettings()).remember(read)
    new = encode_batch([entry])
    assert current(new, schemas.fingerprint(schemas.INDEX_BATCH).encode()) == current(new, None) == new
    with pytest.raises(UsageError, match="newer version"):
        current(new, b"0123456789abcdef")
