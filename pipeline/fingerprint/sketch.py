"""FracMinHash sketches: which shingles two texts share can be told from the few hashes that each keeps.

A text's shingles are its runs of five words. Of their hashes the ones below a bound are kept, 2^63 halved as
often as it takes to keep at most 56, so a short text keeps all. Under the lower of two texts' bounds both
samples are complete, so that the share of the smaller that the larger contains is estimated without bias
(Irber et al., 2022). Numbers are sampled in the same way in a range of their own: two reports made from one
template share shingles, not figures.
"""

from dataclasses import dataclass

import numpy as np

from pipeline.fingerprint.words import U64, hash64, tokens

WORDS = 5
MAX_SHINGLES = 56
MAX_NUMBERS = 32
_TOP = np.uint64(1 << 63)
_HEADER_LIMIT = 1 << 16


@dataclass(frozen=True, slots=True)
class Sketch:
    """Kept hashes, ascending, below 2^63; and how often the bound was halved, for shingles and numbers."""

    shingles: U64
    numbers: U64
    shingle_level: int
    number_level: int

    @property
    def size(self) -> int:
        """How many shingles the text has, about; exact if none were left out."""
        return len(self.shingles) << self.shingle_level


def sketch(text: str) -> Sketch:
    """The sketch of `text`, without regard to case and punctuation."""
    words = [word.lower() for word in tokens(text)]
    numbers = np.array([hash64(word) for word in words if word[0].isdigit()], np.uint64)
    shingles, shingle_level = _sampled(_shingles(words), MAX_SHINGLES)
    sample, number_level = _sampled(np.unique(numbers >> np.uint64(1)), MAX_NUMBERS)
    return Sketch(shingles, sample, shingle_level, number_level)


def encode(value: Sketch) -> bytes:
    """As the schema's ``IndexEntry.sketch``: levels, shingles, then numbers with the top bit set."""
    header = np.array([value.shingle_level | value.number_level << 8], np.uint64)
    return np.concatenate([header, value.shingles, value.numbers | _TOP]).astype("<u8").tobytes()


def decode(data: bytes) -> Sketch:
    """What `encode` encoded. Raises ValueError if it can't be."""
    values = np.frombuffer(data, "<u8")
    if len(values) == 0 or values[0] >= _HEADER_LIMIT:
        raise ValueError("not a sketch")
    header, hashes = int(values[0]), values[1:]
    split = int(np.searchsorted(hashes, _TOP))
    return Sketch(hashes[:split], hashes[split:] & ~_TOP, header & 0xFF, header >> 8)


def _shingles(words: list[str]) -> U64:
    """Hashes of all runs of five words, ascending, each once; of all words if there are fewer than five."""
    if not words:
        return np.empty(0, np.uint64)
    known: dict[str, int] = {}
    hashes = np.array([known.get(w) or known.setdefault(w, hash64(w)) for w in words], np.uint64)
    width = min(WORDS, len(words))
    mixed = np.zeros(len(words) - width + 1, np.uint64)
    for at in range(width):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + hashes[at : at + len(mixed)]
    shingles = np.unique(_scrambled(mixed) >> np.uint64(1))
    return shingles[shingles >= _HEADER_LIMIT]


def _scrambled(values: U64) -> U64:
    """The finaliser of MurmurHash3 (64 bit): every bit depends on every bit."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        values = (values ^ (values >> np.uint64(33))) * np.uint64(factor)
    return values ^ (values >> np.uint64(33))


def _sampled(ascending: U64, most: int) -> tuple[U64, int]:
    """The hashes below 2^63 halved `level` times, at most `most`; and that level, the lowest possible."""
    level, kept = 0, ascending
    while len(kept) > most:
        level += 1
        kept = ascending[: int(np.searchsorted(ascending, np.uint64(1 << (63 - level))))]
    return kept, level
