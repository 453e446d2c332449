"""Near-duplicates: which article seen before a text was copied from, or is an update of."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipeline.fingerprint.sketch import Sample, Sketch
from pipeline.fingerprint.words import U32, U64
from pipeline.group.postings import Postings
from pipeline.group.rows import Rows
from pipeline.group.samples import Samples

# A text this short has no room for edits: where a word differs, the fact does.
_LENIENT_SHINGLES = 60
_MIN_SHARED = 3
_MIN_NUMBERS = 3
_NUMBERS_SHARED = 0.5
# Errors strewn over a text take half as large a share of its numbers as of its runs of nine letters; new figures
# leave nearly all letters. From 2.5 to 4 hardly a decision changes.
_FIGURES_CHANGED = 3
_NAMES_SHARED = 2 / 3
# Errors strewn over a text that leave a share s of its shingles leave s^0.3 to s^0.4 of its runs of nine letters; where
# passages differ, s^0.6 to s^0.7 are left. From 0.55 to 0.65 hardly a decision changes.
_LETTERS_POWER = 0.6
# A text that holds an earlier one and as much again, and more than boilerplate, has news of its own.
_MAX_GROWTH, _MAX_ADDED = 2.0, 20
_CANDIDATES = 16
_PER_KEY = 64


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier text, by its number, and the share (0 to 1) of the smaller text's shingles that the larger has.

    `is_update`: the text repeats the earlier one with other numbers about the same names, so it is no copy.
    """

    number: int
    similarity: float
    is_update: bool


class Copies:
    """Sketches of the texts seen, numbered as they come.

    A text is a copy of an earlier one if the share of the smaller's shingles in the larger reaches a threshold.
    Two samples tell: of the shingles at least half as many as that must be shared, and of the runs of nine letters
    as many as are left where passages differ. So errors strewn evenly, which break many shingles, do not hide a copy.
    Three guards keep apart what only looks alike: the shorter the smaller text, the more of it must agree, up to all
    of it; its numbers must agree; and the copy must not be far the longer one.
    """

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._postings = Postings(_PER_KEY, np.uint16)
        self._first = 0
        self._counts, self._levels = array("B"), array("B")
        self._numbers, self._letters, self._names = Rows(np.uint16), Rows(np.uint16), Rows(np.uint16)

    def add(self, first: int, samples: Samples) -> None:
        """Remember texts under the next numbers, from `first` on."""
        shingles = samples.shingles
        articles = np.arange(first, first + len(shingles.sizes), dtype=np.uint32)
        self._postings.add(_keys(shingles.hashes), np.repeat(articles, shingles.sizes))
        self._counts.extend(shingles.sizes.tolist())
        self._levels.extend(shingles.levels.tolist())
        self._numbers.extend(samples.numbers)
        self._letters.extend(samples.letters)
        self._names.extend(samples.names)

    def drop_below(self, first: int) -> None:
        """Forget all texts numbered below `first`."""
        gone = first - self._first
        for column in (self._counts, self._levels):
            del column[:gone]
        for rows in (self._numbers, self._letters, self._names):
            rows.drop(gone)
        self._first = first
        self._postings.retain(lambda numbers: numbers >= np.uint32(first))

    def find(self, sketch: Sketch, is_copy: Callable[[int], bool] = lambda _: False) -> Match | None:
        """The text that `sketch` copies, or else updates, the most similar; None if none.

        Of equals it is one that, by its number, is no copy itself, and the earliest of these.
        """
        if not len(sketch.shingles):
            return None
        _, hits = self._postings.find(np.sort(_keys(sketch.shingles.hashes)))
        numbers, shared = np.unique(hits, return_counts=True)
        best = np.lexsort((numbers, -shared))[:_CANDIDATES]
        matches = (self._match(int(numbers[i]), int(shared[i]), sketch) for i in best)
        return max(
            (match for match in matches if match),
            key=lambda m: (not m.is_update, m.similarity, not is_copy(m.number), -m.number),
            default=None,
        )

    def _match(self, number: int, shared: int, sketch: Sketch) -> Match | None:
        at = number - self._first
        level = max(sketch.shingles.level, self._levels[at])
        old = self._counts[at] / (1 << (level - self._levels[at]))
        new = sketch.shingles.below(level)
        if shared < _MIN_SHARED and not (level == 0 and old == new == shared):
            return None
        old_size, new_size = self._counts[at] << self._levels[at], sketch.shingles.size
        similarity = shared / max(1.0, min(old, new), shared)
        least = self._required(min(old_size, new_size))
        if new_size > _MAX_GROWTH * old_size + _MAX_ADDED or similarity < least / 2:
            return None
        letters, _ = _share(self._letters[at], sketch.letters, None)
        if letters < least**_LETTERS_POWER:
            return None
        if self._numbers_agree(at, sketch, letters, new <= old):
            return Match(number, similarity, is_update=False)
        share, names = _share(self._names[at], sketch.names, new <= old)
        return Match(number, similarity, is_update=True) if names and share >= _NAMES_SHARED else None

    def _required(self, size: int) -> float:
        """The least similarity for a smaller text of `size` shingles."""
        share = min(1.0, size / _LENIENT_SHINGLES)
        return 1 - (1 - self._threshold) * share**3

    def _numbers_agree(self, at: int, sketch: Sketch, letters: float, new_is_smaller: bool) -> bool:
        share, numbers = _share(self._numbers[at], sketch.numbers, new_is_smaller)
        if numbers >= _MIN_NUMBERS and share < _NUMBERS_SHARED:
            return False
        lost = 1 - share
        several = numbers * lost > 1.5 or not share
        return not numbers or not several or lost <= _FIGURES_CHANGED * (1 - letters)


def _share(row: "array[int]", sample: Sample, sample_is_smaller: bool | None) -> tuple[float, int]:
    """The share of the smaller of an old sample and a new one in the other, and how many that has to tell from.

    Which is the smaller is for the texts to say, or for the samples themselves.
    """
    level = max(sample.level, row[0])
    new = set(_bits(sample.hashes[: sample.below(level)], row[0]))
    old = {bits for bits in row[1:] if bits < 1 << (16 + row[0] - level)}
    smaller = min(len(old), len(new)) if sample_is_smaller is None else len(new if sample_is_smaller else old)
    return (len(old & new) / smaller if smaller else 0.0), smaller


def _bits(hashes: U64, level: int) -> list[int]:
    return (hashes >> np.uint64(47 - level)).tolist()


def _keys(hashes: U64) -> U32:
    return hashes.astype(np.uint32)
