"""Words of a text, their hashes, and how common they are in general."""

import functools
import re
from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt
import xxhash

U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
F32 = npt.NDArray[np.float32]

APOSTROPHES = re.compile(r"['’](?<=\w['’])(?=\w)")
_TOKEN = re.compile(r"[^\W\d]+|\d+(?:[.,:]\d+)*")
_REMEMBERED = 10_000  # words: nine in ten of a text are among them
_BACKGROUND_WORDS = 20_000
_ARTICLE_WORDS = 300
_UNKNOWN = 1e-6


def tokens(text: str) -> list[str]:
    """Words and numbers as written, in order, without punctuation; ``don't`` is one word, ``dont``."""
    return _TOKEN.findall(APOSTROPHES.sub("", text))


def hash64(word: str) -> int:
    """XXH3-64 of a word."""
    return xxhash.xxh3_64_intdigest(word.encode("utf-8", "surrogatepass"))


_hash64 = functools.lru_cache(maxsize=_REMEMBERED)(hash64)


def hashes64(words: Collection[str]) -> U64:
    """The `hash64` of each of `words`."""
    return np.fromiter(map(_hash64, words), np.uint64, len(words))


def hash32(word: str) -> int:
    """The lower half of `hash64`."""
    return hash64(word) & 0xFFFFFFFF


@functools.lru_cache(maxsize=_REMEMBERED)
def stem(word: str) -> str:
    """An English word in lower case, without the ending of the plural."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Background:
    """Shares of articles that hold a word: ascending `hash32` of stems, and the shares, in parallel."""

    hashes: U32
    shares: F32
    unknown: float

    def of(self, hashes: U32) -> F32:
        """The share for each of `hashes`."""
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, self.shares[at], np.float32(self.unknown))


@functools.cache
def background() -> Background:
    """The 20,000 most frequent English words, as expected in an article of 300 words.

    From the counts of Google's Web Trillion Word Corpus, as packaged by `wordsegment`.
    """
    total = 0.0
    counts: dict[str, float] = {}
    with resources.files("wordsegment").joinpath("unigrams.txt").open(encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            word, _, count = line.partition("\t")
            total += float(count)
            if at < _BACKGROUND_WORDS:
                counts[stem(word)] = counts.get(stem(word), 0.0) + float(count)
    hashes = np.array([hash32(word) for word in counts], np.uint32)
    order = np.argsort(hashes)
    frequencies = np.array(list(counts.values())) / total
    shares = -np.expm1(-frequencies * _ARTICLE_WORDS)
    return Background(hashes[order], shares[order].astype(np.float32), _UNKNOWN * _ARTICLE_WORDS)
