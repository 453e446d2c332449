"""An inverted index in compact form: which numbers were added under a key."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from pipeline.fingerprint.words import U32, U64
from pipeline.group.runs import HALF, LOW, NOTHING, Run, limited
from pipeline.group.segments import Segments

_LEVELS = 1 << 12, 1 << 17


class Postings:
    """Pairs of a 32-bit key and a 32-bit number, to be found by key; under a key the highest numbers, up to a limit.

    New pairs go to a small sorted run, from that when it is full to a larger one, and from that to the last of some
    segments, until this is full too (a log-structured merge tree). So there is little to search, and of no more than
    about two million pairs is any ever moved. With a `dtype` of less than 32 bits pairs take less memory in segments;
    it is for numbers that are not below any before, since a segment keeps only what they exceed its lowest by.
    """

    def __init__(self, limit: int, dtype: type[np.unsignedinteger] = np.uint32) -> None:
        self._limit, self._dtype = limit, dtype
        self._segments = Segments(limit, dtype)
        self._small, self._large = Run(), Run()
        self._lowest: int | None = None  # of the numbers in the two runs

    def add(self, keys: U32, numbers: U32) -> None:
        """Add a number under each of `keys`. With a small `dtype`, numbers must lie as close as that has room for."""
        if not len(keys):
            return
        self._make_room(numbers)
        pairs = keys.astype(np.uint64) << HALF | numbers
        pairs.sort()
        self._small.merge(pairs)
        if len(self._small) >= _LEVELS[0]:
            self._large.merge(self._small.pairs)
            self._small.clear()
        if len(self._large) >= _LEVELS[1]:
            self._settle()

    def find(self, keys: U32) -> tuple[U64, U64]:
        """Positions in `keys` and the numbers under them, in parallel. Faster for keys that ascend."""
        low = keys.astype(np.uint64) << HALF
        found = [run.find(low, self._limit) for run in (self._small, self._large) if len(run)]
        if len(self._segments):
            found.append(self._segments.find(keys))
        found = [hits for hits in found if len(hits[0])]
        if not found:
            return NOTHING
        positions, numbers = found[0] if len(found) == 1 else map(np.concatenate, zip(*found, strict=True))
        if len(positions) <= self._limit:
            return positions, numbers
        pairs = limited(np.sort(positions << HALF | numbers), self._limit)
        return pairs >> HALF, pairs & LOW

    def retain(self, keep: Callable[[U32], npt.NDArray[np.bool_]]) -> None:
        """Forget all pairs but those whose number `keep` says yes to."""
        self._settle()
        segments, self._segments = self._segments, Segments(self._limit, self._dtype)
        for pairs in segments.runs():
            kept = pairs[keep((pairs & LOW).astype(np.uint32))]
            if len(kept):
                self._segments.take(kept)

    def _make_room(self, numbers: U32) -> None:
        """Make sure that the numbers in the runs span no more than a segment has room for."""
        if self._dtype is np.uint32:
            return
        for number in int(numbers.max()), int(numbers.min()):
            if self._lowest is not None and number - self._lowest > np.iinfo(self._dtype).max:
                self._settle()
            self._lowest = number if self._lowest is None else min(self._lowest, number)

    def _settle(self) -> None:
        """Move all pairs from the runs to the segments."""
        self._large.merge(self._small.pairs)
        if len(self._large):
            self._segments.take(self._large.pairs)
        self._small.clear()
        self._large.clear()
        self._lowest = None
