"""Rows of small values in compact form: one array of values, one of where rows end."""

from array import array
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of so many values each, one behind the other."""

    values: npt.NDArray[np.uint8 | np.uint16]
    sizes: npt.NDArray[np.intp]


class Rows:
    """Rows of any length, in the order in which they were added, of values of one unsigned type of up to 16 bits."""

    def __init__(self, dtype: type[np.uint8 | np.uint16]) -> None:
        self._dtype = np.dtype(dtype)
        self._values, self._ends = array(self._dtype.char), array("I")

    def extend(self, table: Table) -> None:
        """Add the rows of a table. Raises TypeError for one of another type."""
        if table.values.dtype != self._dtype:
            raise TypeError(f"rows of {self._dtype} can't take values of {table.values.dtype}")
        self._ends.frombytes((len(self._values) + np.cumsum(table.sizes)).astype(np.uint32).tobytes())
        self._values.frombytes(table.values.tobytes())

    def __getitem__(self, at: int) -> "array[int]":
        """Row number `at`, from 0."""
        return self._values[self._ends[at - 1] if at else 0 : self._ends[at]]

    def drop(self, count: int) -> None:
        """Forget the first `count` rows."""
        gone = self._ends[count - 1] if count else 0
        del self._values[:gone]
        self._ends = array("I", (end - gone for end in self._ends[count:]))
