"""The terms that a story is told by, and their weights."""

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from pipeline.fingerprint.words import F32, U32, background, hashes64, stem, tokens

MAX_TERMS = 120
_NAME_WEIGHT = 1.4
_SMOOTHING = 1e-4


@dataclass(frozen=True, slots=True)
class Terms:
    """Hashes of terms, ascending, and their weights in the article, in parallel."""

    hashes: U32
    weights: F32


def terms(title: str, text: str) -> Terms:
    """The terms of an article that tell most, at most 120.

    A term weighs 1 + ln(occurrences), 1.4 times that if mostly capitalised, as names are. The terms kept are the
    ones whose weight times inverse document frequency, as words go in general, is highest.
    """
    counts: dict[str, int] = {}
    capitalised: dict[str, int] = {}
    for token, count in Counter(tokens(f"{title}\n{text}")).items():
        word = stem(token.lower())
        if len(word) > 1:
            counts[word] = counts.get(word, 0) + count
            if token[0].isupper():
                capitalised[word] = capitalised.get(word, 0) + count
    weights = np.array([_weight(n, capitalised.get(word, 0)) for word, n in counts.items()], np.float32)
    hashes = hashes64(counts).astype(np.uint32)  # as `hash32`
    telling = weights * -np.log(background().of(hashes) + np.float32(_SMOOTHING))
    best = np.lexsort((hashes, -telling))[:MAX_TERMS]
    best = best[np.argsort(hashes[best])]
    hashes, first = np.unique(hashes[best], return_index=True)
    return Terms(hashes, weights[best][first])


def encode(value: Terms) -> bytes:
    """As the schema's ``IndexEntry.terms``."""
    pairs = np.empty(len(value.hashes), [("hash", "<u4"), ("weight", "<f4")])
    pairs["hash"], pairs["weight"] = value.hashes, value.weights
    return pairs.tobytes()


def decode(data: bytes) -> Terms:
    """What `encode` encoded. Raises ValueError if it can't be."""
    pairs = np.frombuffer(data, [("hash", "<u4"), ("weight", "<f4")])
    return Terms(pairs["hash"].astype(np.uint32), pairs["weight"].astype(np.float32))


def _weight(count: int, capitalised: int) -> float:
    return (1 + math.log(count)) * (_NAME_WEIGHT if 2 * capitalised > count else 1.0)
