"""Sorted pairs of a 32-bit key, in the upper half, and a 32-bit number."""

import numpy as np

from pipeline.fingerprint.words import U64
from pipeline.group.vectors import spread

LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
NOTHING = np.empty(0, np.uint64), np.empty(0, np.uint64)


class Run:
    """A run of pairs, 8 bytes each, which others are merged into where it is, so that memory does not fragment."""

    def __init__(self) -> None:
        self._room = np.empty(0, np.uint64)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def pairs(self) -> U64:
        """A view, until the next merge."""
        return self._room[: self._length]

    def merge(self, run: U64) -> None:
        """Take up a sorted run."""
        before, self._length = self._length, self._length + len(run)
        if self._length > len(self._room):
            self._room = np.concatenate([self._room[:before], np.empty(self._length, np.uint64)])
        self._room[before : self._length] = run
        self.pairs.sort(kind="stable")

    def clear(self) -> None:
        """Forget all pairs."""
        self._length = 0

    def find(self, low: U64, limit: int) -> tuple[U64, U64]:
        """The numbers under keys, each given as the lowest pair that it could have: of each the `limit` highest.

        Returns positions in `low`, and the numbers, in parallel.
        """
        if not self._length:
            return NOTHING
        run = self.pairs
        starts = run.searchsorted(low)
        hits = (run.take(starts, mode="clip") - low <= LOW).nonzero()[0]
        if not len(hits):
            return NOTHING
        ends = run.searchsorted(low[hits] | LOW, side="right")
        counts = np.minimum(ends - starts[hits], limit)
        return np.repeat(hits, counts).astype(np.uint64), run[spread(ends - counts, counts)] & LOW


def limited(pairs: U64, limit: int) -> U64:
    """Of sorted pairs those with the highest numbers of each key, at most `limit`."""
    kept = np.ones(len(pairs), np.bool_)
    kept[:-limit] = pairs[limit:] ^ pairs[:-limit] > LOW
    return pairs if kept.all() else pairs[kept]
