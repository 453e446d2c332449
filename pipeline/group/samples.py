"""The sketches of many articles, one behind the other, as they are remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.fingerprint.sketch import LEAST, TOP, Sample, Sketch
from pipeline.fingerprint.words import U64
from pipeline.group.rows import Table

Sizes = npt.NDArray[np.intp]
_NO_DETAILS = bytes(4)
_32, _8, _BYTE = np.uint64(32), np.uint64(8), np.uint64(0xFF)
_SHIFT = 47


@dataclass(frozen=True, slots=True)
class Shingles:
    """Hashes, one article's behind the other's; `sizes` how many each has, and at which level they are sampled."""

    hashes: U64
    sizes: Sizes
    levels: U64


class Samples(NamedTuple):
    """What is remembered of sketches: of all but shingles a row an article, that is the level, and of each hash the 16
    highest bits that the level leaves."""

    shingles: Shingles
    numbers: Table
    letters: Table
    names: Table


def of(sketch: Sketch) -> Samples:
    """What is remembered of one sketch."""
    sample = sketch.shingles
    shingles = Shingles(sample.hashes, np.array([len(sample)]), np.array([sample.level], np.uint64))
    return Samples(shingles, _table(sketch.numbers), _table(sketch.letters), _table(sketch.names))


def _table(sample: Sample) -> Table:
    row = np.empty(len(sample) + 1, np.uint16)
    row[0], row[1:] = sample.level, sample.hashes >> np.uint64(_SHIFT - sample.level)
    return Table(row, np.array([len(row)]))


def decoded(sketches: Sequence[bytes], details: Sequence[bytes]) -> Samples:
    """What is remembered of encoded sketches with their details, if they have any, in far less time than one by one.

    Raises ValueError if one can't be read.
    """
    values = np.frombuffer(b"".join(sketches), "<u8")
    starts, sizes = _places(values, [len(one) // 8 for one in sketches])
    levels, is_second = values[starts], values >= TOP
    seconds = np.add.reduceat(is_second, starts, dtype=np.intp)
    is_first = ~is_second
    is_second[starts], is_first[starts] = True, False
    shingles = Shingles(values[is_first], sizes - 1 - seconds, levels & _BYTE)
    numbers = _rows(values[is_second], levels >> _8, seconds + 1)

    given = [one or _NO_DETAILS for one in details]
    values = np.frombuffer(b"".join(given), "<u4").astype(np.uint64)
    starts, sizes = _places(values, [len(one) // 4 for one in given])
    levels = values[starts]
    values <<= _32
    is_second = values >= TOP
    seconds = np.add.reduceat(is_second, starts, dtype=np.intp)
    letters = _rows(values[~is_second], levels & _BYTE, sizes - seconds)
    is_second[starts] = True
    return Samples(shingles, numbers, letters, _rows(values[is_second], levels >> _8, seconds + 1))


def _places(values: U64, given: list[int]) -> tuple[Sizes, Sizes]:
    """Where each article's header stands, and how many values it has with that."""
    sizes = np.array(given, np.intp)
    starts = np.cumsum(sizes) - sizes
    if not sizes.all() or (values[starts] >= LEAST).any():
        raise ValueError("not a sketch")
    return starts, sizes


def _rows(hashes: U64, levels: U64, sizes: Sizes) -> Table:
    """A table of hashes, with one hash too many, which the level replaces, at the beginning of each row."""
    rows = ((hashes & ~TOP) >> (np.uint64(_SHIFT) - np.repeat(levels, sizes))).astype(np.uint16)
    rows[np.cumsum(sizes) - sizes] = levels
    return Table(rows, sizes)
