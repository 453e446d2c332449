import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.group.rows import Rows, Table

ROWS = st.lists(st.lists(st.integers(0, 65535), max_size=4), max_size=12)


def extend(rows, given, dtype=np.uint16):
    values = [value for row in given for value in row]
    rows.extend(Table(np.array(values, dtype), np.array([*map(len, given)], np.intp)))


@given(ROWS, ROWS, st.integers(0, 12))
def test_rows_are_given_back_and_those_dropped_are_gone(before, after, count):
    rows, count = Rows(np.uint16), min(count, len(before))
    extend(rows, before)
    assert [list(rows[at]) for at in range(len(before))] == before
    rows.drop(count)
    for row in after:
        extend(rows, [row])
    left = before[count:] + after
    assert [list(rows[at]) for at in range(len(left))] == left


def test_values_of_another_type_are_refused():
    with pytest.raises(TypeError):
        extend(Rows(np.uint8), [[1], [256]])
