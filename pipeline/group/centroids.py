"""Centroids: the mean vectors of stories in compact form, and how similar a text is to them."""

import numpy as np

from pipeline.fingerprint.terms import Terms
from pipeline.fingerprint.words import F32, U32

_TERMS = 80
# From this many articles on a mean moves: what the latest articles say weighs more than what the first ones said.
_ARTICLES = 100
_WEIGHT_BITS = np.uint32(10)
_WEIGHT = np.uint32((1 << 10) - 1)
_STEPS = 64
_WEIGHTS = (2.0 ** ((np.arange(1 << 10) - int(_WEIGHT)) / _STEPS)).astype(np.float32)


def keys(hashes: U32) -> U32:
    """What tells terms apart here: the upper 22 bits of their hashes."""
    return hashes & ~_WEIGHT


def packed(vector: Terms) -> bytes:
    """The 80 strongest terms of a vector, by `keys` ascending, in 4 bytes each; weights, up to 1, to half a percent.

    A weight is 2^(w / 64) / 2^(1023 / 64), and w stands in the lower 10 bits.
    """
    kept = np.sort(np.lexsort((vector.hashes, -vector.weights))[:_TERMS])
    logarithms = np.log2(np.maximum(vector.weights[kept], _WEIGHTS[0]))
    codes = np.minimum(np.rint(logarithms * _STEPS) + np.float32(_WEIGHT), np.float32(_WEIGHT))
    return (keys(vector.hashes[kept]) | codes.astype(np.uint32)).tobytes()


def unpacked(centroid: bytes) -> Terms:
    """Keys and weights."""
    pairs = np.frombuffer(centroid, np.uint32)
    return Terms(keys(pairs), _WEIGHTS[pairs & _WEIGHT])


def moved(old: Terms, articles: int, vector: Terms) -> Terms:
    """The mean of `old`, which is that of so many articles, and of one vector more, by its keys."""
    articles = min(articles, _ARTICLES)
    hashes = np.union1d(old.hashes, vector.hashes).astype(np.uint32)
    weights = np.zeros(len(hashes), np.float32)
    weights[np.searchsorted(hashes, old.hashes)] = old.weights * articles
    weights[np.searchsorted(hashes, vector.hashes)] += vector.weights
    return Terms(hashes, weights / np.float32(articles + 1))


def cosines(vector: Terms, centroids: list[bytes]) -> list[float]:
    """The cosine of a unit vector, by its keys, to each of `centroids`; 0 to one without terms."""
    if not len(vector.hashes):
        return [0.0] * len(centroids)
    terms = unpacked(b"".join(centroids))
    ends = np.cumsum([0, *(len(centroid) // 4 for centroid in centroids)])
    at = np.minimum(vector.hashes.searchsorted(terms.hashes), len(vector.hashes) - 1)
    shared: F32 = vector.weights[at] * (vector.hashes[at] == terms.hashes)
    sums = np.zeros((2, len(at) + 1))
    np.cumsum(shared * terms.weights, out=sums[0, 1:])
    np.cumsum(terms.weights * terms.weights, out=sums[1, 1:])
    products, squares = sums[:, ends[1:]] - sums[:, ends[:-1]]
    return (products / np.sqrt(np.where(squares > 0, squares, 1))).tolist()
