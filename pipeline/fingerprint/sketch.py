"""FracMinHash sketches: what two texts share can be told from the few hashes that each keeps.

A text's shingles are its runs of five words. Of their hashes the ones below a bound are kept, 2^63 halved as
often as it takes to keep at most 56, so a short text keeps all. Under the lower of two texts' bounds both
samples are complete, so that the share of the smaller that the larger contains is estimated without bias
(Irber et al., 2022). Three more things are sampled in the same way, each with a bound of its own, to look twice:
runs of nine letters, most of which outlive errors strewn over a text; numbers, which two reports made from one
template do not share; and names, which an update shares with what it updates.
"""

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from pipeline.fingerprint.words import APOSTROPHES, U64, hashes64, tokens
from pipeline.tables import rows

WORDS = 5
LETTERS = 9
MAX_SHINGLES = 56
MAX_LETTERS = 64
MAX_NUMBERS = 32
MAX_NAMES = 16
_BELOW = 1 << 63
TOP = np.uint64(_BELOW)
LEAST = 1 << 16
_32 = np.uint64(32)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_LETTERS = re.compile(r"[^\W_]+")
# Digits within a word are misread letters, and so are those before one, unless it is short, as in 5km.
_FIGURE = re.compile(r"\d(?<!\w.)\d*+(?:[.,:]\d++)*+(?![^\W\d_]{3})")
_SEPARATORS = re.compile(r"[.,:]")
_MID_SENTENCE = re.compile(r" (?<=[\w,;] )(?![a-z])([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Sample:
    """Hashes below 2^63 halved `level` times, ascending: all that there are."""

    hashes: U64
    level: int = 0

    def __len__(self) -> int:
        return len(self.hashes)

    @property
    def size(self) -> int:
        """How many were sampled from, about; exact at level 0."""
        return len(self.hashes) << self.level

    def below(self, level: int) -> int:
        """How many there are at a level that is not lower."""
        return int(np.searchsorted(self.hashes, np.uint64(1 << (63 - level))))


_NONE = Sample(np.empty(0, np.uint64))


@dataclass(frozen=True, slots=True)
class Sketch:
    """Samples of a text's runs of five words, numbers, runs of nine letters, and names."""

    shingles: Sample
    numbers: Sample
    letters: Sample = _NONE
    names: Sample = _NONE


def sketch(text: str) -> Sketch:
    """The sketch of `text`, without regard to case and punctuation, but for names."""
    text = APOSTROPHES.sub("", text)
    words = [word.lower() for word in tokens(text)]
    figures = [_SEPARATORS.sub("", figure) for figure in _FIGURE.findall(text)]
    numerals = _numerals()
    names = [name.lower() for name in _MID_SENTENCE.findall(text) if name[0].isupper()]
    return Sketch(
        _sampled(_shingles(words), MAX_SHINGLES),
        _sampled(_hashes(figures + [numerals[word] for word in words if word in numerals]), MAX_NUMBERS),
        _sampled(_letters(" ".join(_LETTERS.findall(text.lower()))), MAX_LETTERS),
        _sampled(_hashes(names), MAX_NAMES),
    )


def encode(value: Sketch) -> bytes:
    """As the schema's ``IndexEntry.sketch``: levels, shingles, then numbers with the top bit set."""
    return _encoded(value.shingles, value.numbers, 0).astype("<u8").tobytes()


def encode_details(value: Sketch) -> bytes:
    """As the schema's ``IndexEntry.details``: the upper halves of levels, runs of letters, then names."""
    return _encoded(value.letters, value.names, 32).astype("<u4").tobytes()


def decode(data: bytes, details: bytes = b"") -> Sketch:
    """What was encoded; the lower halves of the details are lost. Raises ValueError if it can't be."""
    shingles, numbers = _decoded(np.frombuffer(data, "<u8"))
    if not details:
        return Sketch(shingles, numbers)
    halves = np.frombuffer(details, "<u4").astype(np.uint64)
    halves[1:] <<= _32
    return Sketch(shingles, numbers, *_decoded(halves))


def _encoded(first: Sample, second: Sample, shift: int) -> U64:
    header = np.array([first.level | second.level << 8], np.uint64)
    return np.concatenate([header, np.concatenate([first.hashes, second.hashes | TOP]) >> np.uint64(shift)])


def _decoded(values: U64) -> tuple[Sample, Sample]:
    if len(values) == 0 or values[0] >= LEAST:
        raise ValueError("not a sketch")
    header, hashes = int(values[0]), values[1:]
    split = int(np.searchsorted(hashes, TOP))
    return Sample(hashes[:split], header & 0xFF), Sample(hashes[split:] & ~TOP, header >> 8)


@functools.cache
def _numerals() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("pipeline.fingerprint", "numbers.tsv")}


def _shingles(words: list[str]) -> U64:
    """Hashes of all runs of five words; of all words if there are fewer than five."""
    return _runs(hashes64(words), WORDS)


def _letters(text: str) -> U64:
    """Hashes of all runs of nine characters; of all if there are fewer."""
    return _runs(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64), LETTERS)


def _hashes(words: Collection[str]) -> U64:
    return hashes64(words) >> np.uint64(1)


def _runs(values: U64, width: int) -> U64:
    """Hashes of all runs of `width` of `values`, or of the one run there is if there are fewer."""
    if not len(values):
        return np.empty(0, np.uint64)
    width = min(width, len(values))
    mixed = values[: len(values) - width + 1].copy()
    for at in range(1, width):
        mixed *= _FACTOR
        mixed += values[at : at + len(mixed)]
    return _scrambled(mixed) >> np.uint64(1)


def _scrambled(values: U64) -> U64:
    """The finaliser of MurmurHash3 (64 bit): every bit depends on every bit."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = (values ^ (values >> np.uint64(33))) * np.uint64(factor)
    return values ^ (values >> np.uint64(33))


def _sampled(hashes: U64, most: int) -> Sample:
    """The hashes below 2^63 halved as seldom as possible so that at most `most` are left, ascending, each once."""
    bound = _BELOW // (1 + len(hashes) // (4 * most))  # about four times as many as are kept lie below
    kept = np.unique(hashes[(hashes >= LEAST) & (hashes < bound)])
    if len(kept) <= most and bound < _BELOW:
        kept = np.unique(hashes[hashes >= LEAST])
    sample = Sample(kept)
    if len(sample) <= most:
        return sample
    level = 64 - int(kept[most]).bit_length()
    return Sample(kept[: sample.below(level)], level)
