import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.group.rows import Rows

ROWS = st.lists(st.lists(st.integers(0, 65535), max_size=4), max_size=12)


@given(ROWS, ROWS, st.integers(0, 12))
def test_rows_are_given_back_and_those_dropped_are_gone(before, after, count):
    rows, count = Rows("H"), min(count, len(before))
    for row in before:
        rows.append(row)
    assert [list(rows[at]) for at in range(len(before))] == before
    rows.drop(count)
    for row in after:
        rows.append(row)
    left = before[count:] + after
    assert [list(rows[at]) for at in range(len(left))] == left


def test_a_value_without_room_is_refused():
    with pytest.raises(OverflowError):
        Rows("B").append([256])
