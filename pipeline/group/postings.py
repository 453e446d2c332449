"""An inverted index in compact form: which numbers were added under a key."""

import itertools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from pipeline.fingerprint.words import U32, U64
from pipeline.group.runs import HALF, LOW, Run, limited
from pipeline.group.segments import Segments

_BUFFERED = 1 << 13
_SMALL = 1 << 17
_LARGE = 1 << 21


class Postings:
    """Pairs of a 32-bit key and a 32-bit number, to be found by key; under a key the highest numbers, up to a limit.

    New pairs go to a buffer, and from a full buffer to a small sorted run; a full small run goes to a large one, and a
    full large one is sealed as a segment (a log-structured merge tree). So there are few runs to search, and none of
    more than about two million pairs is ever moved. With a `dtype` of less than 32 bits sealed pairs take less memory;
    it is for numbers that are not below any before, since a segment keeps only what they exceed its lowest by.
    """

    def __init__(self, limit: int, dtype: type[np.unsignedinteger] = np.uint32) -> None:
        self._limit, self._dtype = limit, dtype
        self._span = np.iinfo(dtype).max
        self._segments = Segments(dtype)
        self._large, self._small = Run(), Run()
        self._buffer: dict[int, list[int]] = {}
        self._buffered = 0
        self._lowest: int | None = None  # of the numbers that are not sealed

    def add(self, keys: U32, number: int) -> None:
        """Add `number` under each of `keys`."""
        self._make_room(number)
        for key in keys.tolist():
            self._buffer.setdefault(key, []).append(number)
        self._buffered += len(keys)
        if self._buffered >= _BUFFERED:
            self._flush()

    def find(self, keys: U32) -> tuple[U32, U32]:
        """Positions in `keys` and the numbers under them, in parallel."""
        found = [self._in_buffer(keys), *(run.find(keys, self._limit) for run in (self._small, self._large))]
        if len(self._segments):
            found.append(self._segments.find(keys))
        positions = np.concatenate([p for p, _ in found])
        numbers = np.concatenate([n for _, n in found])
        if len(positions) <= self._limit:
            return positions, numbers
        pairs = limited(np.sort(positions.astype(np.uint64) << HALF | numbers), self._limit)
        return (pairs >> HALF).astype(np.uint32), (pairs & LOW).astype(np.uint32)

    def retain(self, keep: Callable[[U32], npt.NDArray[np.bool_]]) -> None:
        """Forget all pairs but those whose number `keep` says yes to."""
        self._flush()
        segments, runs = self._segments, (self._large, self._small)
        self._segments, self._large, self._small = Segments(self._dtype), Run(), Run()
        self._lowest = None
        for pairs in itertools.chain(segments.runs(), (run.pairs for run in runs)):
            kept = pairs[keep((pairs & LOW).astype(np.uint32))]
            if len(kept):
                self._make_room(int((kept & LOW).max()))
                self._make_room(int((kept & LOW).min()))
                self._merge(kept)

    def _in_buffer(self, keys: U32) -> tuple[U32, U32]:
        hits = [(at, n) for at, key in enumerate(keys.tolist()) for n in self._buffer.get(key, ())]
        pairs = np.array(hits, np.uint32).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _make_room(self, number: int) -> None:
        """Make sure that the numbers that are not sealed span no more than a segment has room for."""
        if self._lowest is not None and number - self._lowest > self._span:
            self._flush()
            self._seal()
        self._lowest = number if self._lowest is None else min(self._lowest, number)

    def _flush(self) -> None:
        pairs = ((key << 32) | number for key, numbers in self._buffer.items() for number in numbers)
        run = np.fromiter(pairs, np.uint64, self._buffered)
        run.sort()
        self._buffer, self._buffered = {}, 0
        self._merge(run)

    def _merge(self, pairs: U64) -> None:
        self._small.merge(pairs)
        if len(self._small) >= _SMALL:
            self._large.merge(self._small.pairs)
            self._small.clear()
        if len(self._large) >= _LARGE:
            self._seal()

    def _seal(self) -> None:
        self._large.merge(self._small.pairs)
        if len(self._large):
            self._segments.append(limited(self._large.pairs, self._limit))
        self._small.clear()
        self._large.clear()
        self._lowest = None
