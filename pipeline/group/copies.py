"""Near-duplicates: which article seen before a text was copied from."""

from array import array
from dataclasses import dataclass

import numpy as np

from pipeline.fingerprint.sketch import Sketch
from pipeline.fingerprint.words import U32, U64
from pipeline.group.postings import Postings

# A text this short has no room for edits: where a word differs, the fact does.
_LENIENT_SHINGLES = 60
_MIN_SHARED = 3
_MIN_NUMBERS = 3
_NUMBERS_SHARED = 0.4
# A text that holds an earlier one and half as much again or more has news of its own.
_MAX_GROWTH = 2.0
_CANDIDATES = 16
_PER_KEY = 256
_NUMBER_BIT = np.uint32(1 << 31)
_SHINGLE_MASK = np.uint64((1 << 31) - 1)


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier text, by its number, and the share (0 to 1) of the smaller text that the larger contains."""

    number: int
    similarity: float


class Copies:
    """Sketches of the texts seen, numbered as they come.

    A text is a copy of an earlier one if the share of the smaller's shingles in the larger reaches a
    threshold. Three guards keep apart what only looks alike: the shorter the smaller text, the more of it
    must agree, up to all of it; most of its numbers must agree; and the copy must not be far the longer one.
    """

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._postings = Postings()
        self._first = 0
        self._counts, self._levels = array("B"), array("B")
        self._number_counts, self._number_levels = array("B"), array("B")

    def add(self, number: int, sketch: Sketch) -> None:
        """Remember a text under the next number."""
        self._postings.add(_shingle_keys(sketch.shingles), number)
        self._postings.add(_number_keys(sketch.numbers), number)
        self._counts.append(len(sketch.shingles))
        self._levels.append(sketch.shingle_level)
        self._number_counts.append(len(sketch.numbers))
        self._number_levels.append(sketch.number_level)

    def drop_below(self, first: int) -> None:
        """Forget all texts numbered below `first`."""
        gone = first - self._first
        for column in (self._counts, self._levels, self._number_counts, self._number_levels):
            del column[:gone]
        self._first = first
        self._postings.retain(lambda numbers: numbers >= np.uint32(first))

    def find(self, sketch: Sketch) -> Match | None:
        """The text most like `sketch` among those it may be a copy of, the earliest of equals; None if none."""
        if not len(sketch.shingles):
            return None
        _, hits = self._postings.find(_shingle_keys(sketch.shingles), _PER_KEY)
        numbers, shared = np.unique(hits, return_counts=True)
        best = np.lexsort((numbers, -shared))[:_CANDIDATES]
        matches = (self._match(int(numbers[i]), int(shared[i]), sketch) for i in best)
        return max((m for m in matches if m), key=lambda m: (m.similarity, -m.number), default=None)

    def _match(self, number: int, shared: int, sketch: Sketch) -> Match | None:
        at = number - self._first
        level = max(sketch.shingle_level, self._levels[at])
        old = self._counts[at] / (1 << (level - self._levels[at]))
        new = _below(sketch.shingles, level)
        smaller = max(1.0, min(old, new), shared)
        complete = level == 0
        if shared < _MIN_SHARED and not (complete and old == new == shared):
            return None
        similarity = shared / smaller
        old_size, new_size = self._counts[at] << self._levels[at], sketch.size
        if similarity < self._required(min(old_size, new_size)) or new_size > _MAX_GROWTH * old_size:
            return None
        return Match(number, similarity) if self._numbers_agree(number, sketch, new <= old) else None

    def _required(self, size: int) -> float:
        """The least similarity for a smaller text of `size` shingles."""
        share = min(1.0, size / _LENIENT_SHINGLES)
        return 1 - (1 - self._threshold) * share**3

    def _numbers_agree(self, number: int, sketch: Sketch, new_is_smaller: bool) -> bool:
        at = number - self._first
        level = max(sketch.number_level, self._number_levels[at])
        old = self._number_counts[at] / (1 << (level - self._number_levels[at]))
        new = _below(sketch.numbers, level)
        least = new if new_is_smaller else old
        if least < _MIN_NUMBERS:
            return True
        return self._postings.has(_number_keys(sketch.numbers), number) >= _NUMBERS_SHARED * least


def _below(hashes: U64, level: int) -> int:
    return int(np.searchsorted(hashes, np.uint64(1 << (63 - level))))


def _shingle_keys(hashes: U64) -> U32:
    return (hashes & _SHINGLE_MASK).astype(np.uint32)


def _number_keys(hashes: U64) -> U32:
    return (hashes & _SHINGLE_MASK).astype(np.uint32) | _NUMBER_BIT
