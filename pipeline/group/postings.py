"""An inverted index in compact form: 8 bytes for each pair of a key and a number, one array to search."""

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from pipeline.fingerprint.words import U32, U64

_BUFFERED = 8192
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)


class Postings:
    """Pairs of a 32-bit key and a 32-bit number, to be found by key.

    New pairs go to a buffer; a full buffer becomes a sorted run, and runs of like size are merged, so that
    there are few to search (a log-structured merge tree).
    """

    def __init__(self) -> None:
        self._runs: list[U64] = []
        self._buffer: dict[int, list[int]] = {}
        self._buffered = 0

    def add(self, keys: U32, number: int) -> None:
        """Add `number` (not below any before) under each of `keys`."""
        for key in keys.tolist():
            self._buffer.setdefault(key, []).append(number)
        self._buffered += len(keys)
        if self._buffered >= _BUFFERED:
            self._flush()

    def find(self, keys: U32, limit: int, *, newest: bool = False) -> tuple[U32, U32]:
        """Positions in `keys` and the numbers under them, in parallel: for a key in a run at most `limit`."""
        found = [self._buffer_hits(keys)]
        low = keys.astype(np.uint64) << _32
        for run in self._runs:
            starts = run.searchsorted(low)
            hits = np.flatnonzero(run[np.minimum(starts, len(run) - 1)] & ~_LOW == low)
            hits = hits[starts[hits] < len(run)]
            if not len(hits):
                continue
            starts, ends = starts[hits], run.searchsorted(low[hits] | _LOW, side="right")
            if newest:
                starts = np.maximum(starts, ends - limit)
            found.append(_gathered(run, hits, starts, np.minimum(ends - starts, limit)))
        return np.concatenate([p for p, _ in found]), np.concatenate([n for _, n in found])

    def retain(self, keep: Callable[[U32], npt.NDArray[np.bool_]]) -> None:
        """Forget all pairs but those whose number `keep` says yes to."""
        self._flush()
        kept = [run[keep((run & _LOW).astype(np.uint32))] for run in self._runs]
        self._runs = [run for run in kept if len(run)]

    def _buffer_hits(self, keys: U32) -> tuple[U32, U32]:
        hits = [(at, n) for at, key in enumerate(keys.tolist()) for n in self._buffer.get(key, ())]
        pairs = np.array(hits, np.uint32).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _flush(self) -> None:
        run = _packed(self._buffer.items(), self._buffered)
        self._buffer, self._buffered = {}, 0
        if not len(run):
            return
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-2]) < 2 * len(self._runs[-1]):
            merged = np.concatenate([self._runs.pop(), self._runs.pop()])
            merged.sort(kind="stable")
            self._runs.append(merged)


def _packed(buffer: Iterable[tuple[int, list[int]]], count: int) -> U64:
    pairs = ((key << 32) | number for key, numbers in buffer for number in numbers)
    run = np.fromiter(pairs, np.uint64, count)
    run.sort()
    return run


def _gathered(run: U64, hits: np.ndarray, starts: np.ndarray, counts: np.ndarray) -> tuple[U32, U32]:
    """For each hit its slice of `run`, joined: positions and numbers."""
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    numbers = run[np.repeat(starts, counts) + offsets] & _LOW
    return np.repeat(hits, counts).astype(np.uint32), numbers.astype(np.uint32)
