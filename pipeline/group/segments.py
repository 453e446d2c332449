"""Runs of pairs in compact form: 4 bytes a pair where their numbers lie close, else 6."""

from collections.abc import Iterator

import numpy as np

from pipeline.fingerprint.words import U32, U64
from pipeline.group.runs import HALF, LOW

# 2^18 buckets for about 2^21 pairs: eight a bucket, so little is read in vain. The other 14 bits of a key are kept.
_BUCKETS = 1 << 18
_REST_BITS = 14
_REST = (1 << _REST_BITS) - 1
_AT_ONCE = 1 << 17


class Segments:
    """Sorted runs, none of which changes any more, one behind the other in arrays that grow where they are.

    For each run there is a table of where the pairs of each bucket, the highest 18 bits of a key, begin. With it all
    runs are searched at once, in a time that hardly depends on how many there are. Numbers are kept in `dtype`, less
    the lowest of their run.
    """

    def __init__(self, dtype: type[np.unsignedinteger]) -> None:
        self._rests = np.empty(0, np.uint16)
        self._numbers = np.empty(0, dtype)
        self._tables = np.empty(0, np.uint32)
        self._bases = np.empty(0, np.uint32)

    def __len__(self) -> int:
        return len(self._bases)

    def append(self, run: U64) -> None:
        """Add a run of pairs, whose numbers must span no more than the type has room for."""
        parts = [run[at : at + _AT_ONCE] for at in range(0, len(run), _AT_ONCE)]
        base = np.uint32(min((part & LOW).min() for part in parts))
        sizes, at = np.zeros(_BUCKETS, np.int64), len(self._rests)
        for values in (self._rests, self._numbers):
            values.resize(at + len(run), refcheck=False)
        for part in parts:
            keys, here = (part >> HALF).astype(np.uint32), slice(at, at + len(part))
            self._rests[here] = keys & _REST
            self._numbers[here] = (part & LOW).astype(np.uint32) - base
            sizes += np.bincount(keys >> _REST_BITS, minlength=_BUCKETS)
            at += len(part)
        starts = at - len(run) + np.cumsum(sizes) - sizes
        self._tables = np.concatenate([self._tables, starts.astype(np.uint32), np.array([at], np.uint32)])
        self._bases = np.append(self._bases, base)

    def find(self, keys: U32) -> tuple[U64, U64]:
        """Positions in `keys` and the numbers under them, in parallel, older runs first."""
        firsts = np.arange(len(self), dtype=np.int64)[:, None] * (_BUCKETS + 1)
        buckets = (firsts + (keys >> _REST_BITS)).ravel()
        starts = self._tables[buckets].astype(np.int64)
        sizes = self._tables[buckets + 1] - starts
        ends = np.cumsum(sizes)
        places = np.repeat(starts - ends + sizes, sizes)
        places += np.arange(len(places))
        rests = np.tile((keys & _REST).astype(np.uint16), len(self))
        hits = np.flatnonzero(self._rests.take(places) == np.repeat(rests, sizes))
        segments, positions = np.divmod(ends.searchsorted(hits, side="right"), max(1, len(keys)))
        numbers = self._bases[segments] + self._numbers[places[hits]]
        return positions.astype(np.uint64), numbers.astype(np.uint64)

    def runs(self) -> Iterator[U64]:
        """What was added, oldest first."""
        for segment, base in enumerate(self._bases):
            table = self._tables[segment * (_BUCKETS + 1) : (segment + 1) * (_BUCKETS + 1)]
            part = slice(int(table[0]), int(table[-1]))
            keys = np.repeat(np.arange(_BUCKETS, dtype=np.uint64) << np.uint64(_REST_BITS), np.diff(table))
            yield (keys | self._rests[part]) << HALF | (self._numbers[part] + base)
