"""Runs of pairs in compact form: 4 bytes a pair where their numbers lie close, else 6."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pipeline.fingerprint.words import U32, U64
from pipeline.group.runs import HALF, LOW, NOTHING, limited
from pipeline.group.vectors import spread

_FULL = 1 << 21
# 2^18 buckets for about 2^21 pairs: eight a bucket, so little is read in vain. The other 14 bits of a key are kept.
_BUCKETS = 1 << 18
_REST_BITS = 14
_REST = (1 << _REST_BITS) - 1
_BUCKET_SHIFT = np.uint64(_REST_BITS + 32)
_AT_ONCE = 1 << 14
# Of a key the highest 23 bits tell which runs may have it: all that do, and of the others some two in ten.
_SLOT_BITS = 23
_SLOT_SHIFT = 32 - _SLOT_BITS


class Segments:
    """Sorted runs one behind the other, the last of which grows until it is full; the others never change.

    For each run there is a table of where the pairs of each bucket, the highest 18 bits of a key, begin. Once there are
    several, a table has a bit for each that may have keys with the same highest bits, so that few are looked into.
    Of each key a run has the highest numbers, up to a limit; they are kept in `dtype`, less the lowest of the run.
    """

    def __init__(self, limit: int, dtype: type[np.unsignedinteger]) -> None:
        self._limit = limit
        self._span = np.iinfo(dtype).max
        self._rests = np.empty(0, np.uint16)
        self._numbers = np.empty(0, dtype)
        self._tables = np.empty((0, _BUCKETS + 1), np.uint32)
        self._bases = np.empty(0, np.uint32)
        self._marks = np.empty(
            (1 << _SLOT_BITS, 0), np.uint8
        )  # by the highest bits of a key a bit for each run

    def __len__(self) -> int:
        return len(self._bases)

    def take(self, run: U64) -> None:
        """Take up sorted pairs, whose numbers must span no more than the type has room for."""
        numbers = run & LOW
        at, base = self._place(int(numbers.min()), int(numbers.max()))
        begin = int(self._tables[at, 0]) if at < len(self) else len(self._rests)
        if at > 0:
            if not self._marks.size:
                self._mark(0, self._pairs(0, 0, _BUCKETS))
            self._mark(at, run)
        firsts = range(0, _BUCKETS, _AT_ONCE)
        cuts = run.searchsorted(np.array(firsts[1:], np.uint64) << _BUCKET_SHIFT)
        rests, kept, sizes = [], [], []
        for first, more in zip(firsts, np.split(run, cuts), strict=True):
            pairs = limited(self._with(more, at, first), self._limit)
            keys = (pairs >> HALF).astype(np.uint32)
            rests.append((keys & _REST).astype(np.uint16))
            kept.append(((pairs & LOW) - np.uint64(base)).astype(self._numbers.dtype))
            sizes.append(np.bincount((keys >> _REST_BITS) - np.uint32(first), minlength=_AT_ONCE))
        table = np.cumsum(np.concatenate([[begin], *sizes])).astype(np.uint32)
        self._tables = np.concatenate([self._tables[:at], table[None]])
        self._bases = np.append(self._bases[:at], np.uint32(base))
        for values in (self._rests, self._numbers):
            values.resize(int(table[-1]), refcheck=False)
        self._rests[begin:], self._numbers[begin:] = np.concatenate(rests), np.concatenate(kept)

    def _mark(self, at: int, pairs: U64) -> None:
        """Remember that run `at` may have keys like those of `pairs`."""
        if at >= 8 * self._marks.shape[1]:
            self._marks = np.pad(self._marks, ((0, 0), (0, 1)))
        for some in np.array_split(pairs, 1 + len(pairs) // (1 << 18)):
            self._marks[(some >> HALF).astype(np.uint32) >> _SLOT_SHIFT, -1] |= np.uint8(1 << at % 8)

    def _place(self, lowest: int, highest: int) -> tuple[int, int]:
        """Which run takes up pairs with such numbers, the last or a new one, and what is taken from its numbers."""
        if len(self):
            begin, end, base = int(self._tables[-1, 0]), int(self._tables[-1, -1]), int(self._bases[-1])
            lowest_of_both = min(lowest, base)
            highest_of_both = max(highest, base + int(self._numbers[begin:end].max()))
            if end - begin < _FULL and highest_of_both - lowest_of_both <= self._span:
                return len(self) - 1, lowest_of_both
        return len(self), lowest

    def _with(self, more: U64, at: int, first: int) -> U64:
        """Pairs in the buckets from `first` on, as many as are merged at once, and those that run `at` has there."""
        if at == len(self):
            return more
        pairs = np.concatenate([self._pairs(at, first, first + _AT_ONCE), more])
        pairs.sort(kind="stable")
        return pairs

    def find(self, keys: U32) -> tuple[U64, U64]:
        """Positions in `keys` and the numbers under them, in parallel."""
        positions, segments = self._candidates(keys)
        if not len(positions):
            return NOTHING
        asked = keys.take(positions)
        buckets = segments * (_BUCKETS + 1) + (asked >> _REST_BITS)
        starts = self._tables.take(buckets).astype(np.intp)
        sizes = self._tables.take(buckets + 1) - starts
        probes = np.repeat(np.arange(len(sizes)), sizes)
        places = spread(starts, sizes)
        hits = (self._rests.take(places) == (asked & _REST).take(probes)).nonzero()[0]
        if not len(hits):
            return NOTHING
        probes = probes.take(hits)
        numbers = self._bases.take(segments.take(probes)) + self._numbers.take(places.take(hits))
        return positions.take(probes).astype(np.uint64), numbers.astype(np.uint64)

    def _candidates(self, keys: U32) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Positions in `keys` and the runs that may have them, in parallel."""
        if len(self) == 1:
            return np.arange(len(keys)), np.zeros(len(keys), np.intp)
        marks = self._marks.take(keys >> _SLOT_SHIFT, axis=0)
        positions, runs = np.unpackbits(marks, axis=1, bitorder="little").nonzero()
        return positions, runs

    def runs(self) -> Iterator[U64]:
        """What was taken up, oldest first."""
        return (self._pairs(at, 0, _BUCKETS) for at in range(len(self)))

    def _pairs(self, at: int, first: int, end: int) -> U64:
        """Of run number `at` the pairs in the buckets from `first` until before `end`."""
        bounds = self._tables[at, first : end + 1]
        part = slice(int(bounds[0]), int(bounds[-1]))
        pairs = np.repeat(np.arange(first, end, dtype=np.uint64) << _BUCKET_SHIFT, np.diff(bounds))
        pairs |= self._rests[part].astype(np.uint64) << HALF
        pairs |= self._numbers[part] + self._bases[at]
        return pairs
