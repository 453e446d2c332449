"""The books find what is lost and what is doubled, and nothing else."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.records import Origin
from pipeline.audit import CLOCKS_MS, EXAMPLES, OUTCOMES, Accounts, Again, Report

SPAN = range(3, 40)


def at(offset: int, topic: str = "in", partition: int = 0) -> Origin:
    return Origin(topic, partition, offset)


def closed(accounts: Accounts, held_from: int | None = 0) -> Report:
    return accounts.close({("in", 0): held_from})


def sound(offsets: range = range(3, 10)) -> Accounts:
    """Books of extracted articles with two events each, the first the main one."""
    accounts = Accounts({("in", 0): SPAN})
    for offset in offsets:
        accounts.record(at(offset))
        accounts.outcome(at(offset), "EXTRACTED", f"a{offset}", f"e{offset}.0")
        for number in range(2):
            accounts.event(f"e{offset}.{number}", f"a{offset}", at(2 * offset + number, "events"))
    return accounts


def test_sound_books_balance() -> None:
    report = closed(sound())
    assert report.balanced
    assert (report.records, report.outcomes, report.events) == (7, Counter(EXTRACTED=7), 14)
    assert report.examples == {}
    assert report.as_json()["balanced"] is True


@given(
    there=st.sets(st.integers(0, 45)),
    outcomes=st.lists(st.tuples(st.integers(0, 45), st.sampled_from(OUTCOMES[1:])), max_size=80),
    held=st.none() | st.integers(0, 50),
)
def test_every_offset_is_judged_by_what_was_entered(
    there: set[int], outcomes: list[tuple[int, str]], held: int | None
) -> None:
    accounts = Accounts({("in", 0): SPAN})
    for offset in there:
        accounts.record(at(offset))
    for offset, kind in outcomes:
        accounts.outcome(at(offset), kind)
    report = closed(accounts, held)
    times = Counter(offset for offset, _ in outcomes if offset in SPAN)
    wanted = there & set(SPAN)
    unfounded = times.keys() - wanted
    foreign = {offset for offset in unfounded if held is not None and offset >= held}
    assert report.records == len(wanted)
    assert report.missing == len(wanted - times.keys())
    assert report.doubled == sum(many > 1 for many in times.values())
    assert (report.foreign, report.expired) == (len(foreign), len(unfounded - foreign))
    assert report.outcomes.total() == report.records - report.missing
    assert report.examples.get("foreign", []) == [f"in[0]@{offset}" for offset in sorted(foreign)][:EXAMPLES]


@pytest.mark.parametrize("times", [2, 3, 256, 257, 600])
def test_no_number_of_outcomes_passes_for_one(times: int) -> None:
    accounts = sound()
    for _ in range(times - 1):
        accounts.outcome(at(5), "EMPTY")
    assert closed(accounts).examples == {"doubled": ["in[0]@5"]}


def test_an_event_without_its_article_is_found() -> None:
    accounts = sound()
    accounts.event("stray", "nobody", at(77, "events", 2))
    accounts.record(at(20))
    accounts.outcome(at(20), "DUPLICATE", "copy")
    accounts.event("of a copy", "copy", at(78, "events", 2))
    report = closed(accounts)
    assert report.faults == {"orphan_events": 2}
    assert report.examples == {"orphan_events": ["events[2]@77", "events[2]@78"]}


def test_an_event_that_comes_twice_is_found() -> None:
    accounts = sound()
    accounts.event("e5.1", "a5", at(90, "events"))
    assert closed(accounts).examples == {"doubled_events": ["events[0]@90"]}


def test_an_article_that_comes_again_changed_may_tell_an_event_again() -> None:
    accounts = sound()
    accounts.record(at(30))
    accounts.outcome(at(30), "EXTRACTED", "a5", "e5.0")
    accounts.event("e5.0", "a5", at(90, "events"))
    assert closed(accounts).balanced
    accounts.event("e5.0", "a5", at(91, "events"))
    assert closed(accounts).examples == {"doubled_events": ["events[0]@91"]}


def test_a_main_event_that_is_not_there_is_found() -> None:
    accounts = sound()
    accounts.record(at(30))
    accounts.outcome(at(30), "EXTRACTED", "a30", "e30")
    assert closed(accounts).examples == {"missing_events": ["in[0]@30"]}


def test_dead_letters_put_back_are_told_apart() -> None:
    accounts = sound()
    for offset, kind in ((20, "DEAD_LETTER"), (21, "DUPLICATE")):
        accounts.record(at(offset), put_back=True)
        accounts.outcome(at(offset), kind)
    report = closed(accounts)
    assert report.balanced
    assert report.put_back == Counter(DEAD_LETTER=1, DUPLICATE=1)
    assert report.records == 9


REWOUND_MS = 1_000_000


def rewound(*spans: range) -> Accounts:
    """Books of three articles at the offsets 3 to 5, the spans of which were to be read again, two minutes apart."""
    agains = [Again(span, REWOUND_MS + 2 * number * CLOCKS_MS) for number, span in enumerate(spans)]
    accounts = Accounts({("in", 0): range(3, 6)}, {("in", 0): agains})
    for offset in (3, 4, 5):
        accounts.record(at(offset))
        accounts.outcome(at(offset), "EXTRACTED", f"a{offset}", f"e{offset}", written_ms=0)
        accounts.event(f"e{offset}", f"a{offset}", at(offset, "events"))
    return accounts


def redo(accounts: Accounts, offset: int, kind: str = "EXTRACTED", minutes: int = 0) -> None:
    written = REWOUND_MS + minutes * CLOCKS_MS
    accounts.outcome(at(offset), kind, f"a{offset}", f"e{offset}", written_ms=written)
    accounts.event(f"e{offset}", f"a{offset}", at(offset + 90, "events"))


def test_what_was_to_be_read_again_has_an_outcome_for_each_time() -> None:
    accounts = rewound(range(4, 9))
    for offset in (4, 5):
        redo(accounts, offset)
    report = closed(accounts)
    assert report.balanced
    assert (report.records, report.redone, report.changed) == (3, 2, 0)
    assert report.outcomes == {"EXTRACTED": 3}


def test_what_was_to_be_read_again_and_was_not_is_missing() -> None:
    accounts = rewound(range(4, 9))
    redo(accounts, 5)
    report = closed(accounts)
    assert report.examples == {"missing": ["in[0]@4"]}
    assert report.redone == 1


def test_more_outcomes_than_readings_are_found() -> None:
    accounts = rewound(range(4, 9))
    for offset in (3, 4, 5, 5):
        redo(accounts, offset)
    found = closed(accounts).examples
    assert found == {"doubled": ["in[0]@3", "in[0]@5"]}


def test_each_rewind_allows_one_outcome_more() -> None:
    accounts = rewound(range(6), range(5, 6))
    for offset in (3, 4, 5):
        redo(accounts, offset)
    assert closed(accounts).examples == {"missing": ["in[0]@5"]}
    redo(accounts, 5, minutes=2)
    assert closed(accounts).balanced
    redo(accounts, 5, minutes=2)
    assert closed(accounts).examples["doubled"] == ["in[0]@5"]


def test_of_several_outcomes_the_latest_counts_whatever_the_order_of_reading() -> None:
    accounts = rewound(range(3, 6))
    redo(accounts, 3, "DEAD_LETTER", minutes=1)
    redo(accounts, 4)
    accounts.outcome(at(5), "DUPLICATE", written_ms=REWOUND_MS)
    accounts.outcome(at(3), "EXTRACTED", "a3", written_ms=1)  # from before, though it is read later
    report = closed(accounts)
    assert report.outcomes == {"EXTRACTED": 1, "DUPLICATE": 1, "DEAD_LETTER": 1}
    assert (report.redone, report.changed) == (3, 2)


def test_an_outcome_is_enough_where_the_first_was_never_written_or_is_forgotten() -> None:
    accounts = Accounts({("in", 0): range(3)}, {("in", 0): [Again(range(3), REWOUND_MS)]})
    for offset in range(3):
        accounts.record(at(offset))
        redo(accounts, offset)
    assert closed(accounts).balanced


def test_what_lies_outside_the_spans_counts_only_for_the_events() -> None:
    accounts = sound()
    accounts.outcome(at(100), "EXTRACTED", "later", "not yet read")
    accounts.outcome(at(5, "another topic"), "EXTRACTED", "elsewhere")
    accounts.event("e100", "later", at(90, "events"))
    accounts.event("e200", "elsewhere", at(91, "events"))
    assert closed(accounts).balanced


def test_many_faults_are_counted_and_some_are_named() -> None:
    accounts = Accounts({("in", 0): range(1000)})
    for offset in range(1000):
        accounts.record(at(offset))
    report = closed(accounts)
    assert report.missing == 1000
    assert report.examples["missing"] == [f"in[0]@{offset}" for offset in range(EXAMPLES)]
