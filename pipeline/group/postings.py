"""An inverted index in compact form: which numbers were added under a key."""

import itertools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from pipeline.fingerprint.words import U32, U64
from pipeline.group.runs import HALF, LOW, Run, limited
from pipeline.group.segments import Segments

_LEVELS = 1 << 12, 1 << 17, 1 << 21


class Postings:
    """Pairs of a 32-bit key and a 32-bit number, to be found by key; under a key the highest numbers, up to a limit.

    New pairs go to a small sorted run, from that when it is full to a larger one, and so on; when the largest is full
    it is sealed as a segment (a log-structured merge tree). So there are few runs to search, and none of
    more than about two million pairs is ever moved. With a `dtype` of less than 32 bits sealed pairs take less memory;
    it is for numbers that are not below any before, since a segment keeps only what they exceed its lowest by.
    """

    def __init__(self, limit: int, dtype: type[np.unsignedinteger] = np.uint32) -> None:
        self._limit, self._dtype = limit, dtype
        self._span = np.iinfo(dtype).max
        self._segments = Segments(dtype)
        self._runs = [Run() for _ in _LEVELS]
        self._lowest: int | None = None  # of the numbers that are not sealed

    def add(self, keys: U32, numbers: U32) -> None:
        """Add a number under each of `keys`. With a small `dtype`, numbers must lie as close as that has room for."""
        if not len(keys):
            return
        self._make_room(numbers)
        pairs = keys.astype(np.uint64) << HALF | numbers
        pairs.sort()
        self._runs[0].merge(pairs)
        for run, larger, most in zip(self._runs, self._runs[1:], _LEVELS, strict=False):
            if len(run) < most:
                return
            larger.merge(run.pairs)
            run.clear()
        self._seal_if_full()

    def find(self, keys: U32) -> tuple[U64, U64]:
        """Positions in `keys` and the numbers under them, in parallel. Faster for keys that ascend."""
        low = keys.astype(np.uint64) << HALF
        found = [run.find(low, self._limit) for run in self._runs]
        if len(self._segments):
            found.append(self._segments.find(keys))
        found = [hits for hits in found if len(hits[0])] or found[:1]
        if len(found) == 1 and len(found[0][0]) <= self._limit:
            return found[0]
        positions = np.concatenate([p for p, _ in found])
        numbers = np.concatenate([n for _, n in found])
        if len(positions) <= self._limit:
            return positions, numbers
        pairs = limited(np.sort(positions << HALF | numbers), self._limit)
        return pairs >> HALF, pairs & LOW

    def retain(self, keep: Callable[[U32], npt.NDArray[np.bool_]]) -> None:
        """Forget all pairs but those whose number `keep` says yes to."""
        segments, runs = self._segments, self._runs
        self._segments, self._runs = Segments(self._dtype), [Run() for _ in _LEVELS]
        self._lowest = None
        for pairs in itertools.chain(segments.runs(), (run.pairs for run in reversed(runs))):
            kept = pairs[keep((pairs & LOW).astype(np.uint32))]
            if len(kept):
                self._make_room((kept & LOW).astype(np.uint32))
                self._runs[-1].merge(kept)
                self._seal_if_full()

    def _seal_if_full(self) -> None:
        if len(self._runs[-1]) >= _LEVELS[-1]:
            self._seal()

    def _make_room(self, numbers: U32) -> None:
        """Make sure that the numbers that are not sealed span no more than a segment has room for."""
        if self._dtype is np.uint32:
            return
        for number in int(numbers.max()), int(numbers.min()):
            if self._lowest is not None and number - self._lowest > self._span:
                self._seal()
            self._lowest = number if self._lowest is None else min(self._lowest, number)

    def _seal(self) -> None:
        *smaller, largest = self._runs
        for run in smaller:
            largest.merge(run.pairs)
            run.clear()
        if len(largest):
            self._segments.append(limited(largest.pairs, self._limit))
        largest.clear()
        self._lowest = None
