"""Rows of small values in compact form: one array of values, one of where rows end."""

from array import array
from collections.abc import Iterable


class Rows:
    """Rows of any length, in the order in which they were added, of values of one `array` type code."""

    def __init__(self, typecode: str) -> None:
        self._values, self._ends = array(typecode), array("I")

    def append(self, row: Iterable[int]) -> None:
        """Add a row. Raises OverflowError for a value that the type code has no room for."""
        self._values.extend(row)
        self._ends.append(len(self._values))

    def __getitem__(self, at: int) -> "array[int]":
        """Row number `at`, from 0."""
        return self._values[self._ends[at - 1] if at else 0 : self._ends[at]]

    def drop(self, count: int) -> None:
        """Forget the first `count` rows."""
        gone = self._ends[count - 1] if count else 0
        del self._values[:gone]
        self._ends = array("I", (end - gone for end in self._ends[count:]))
