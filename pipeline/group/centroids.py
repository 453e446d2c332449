"""Centroids: the mean vectors of stories in compact form, and how similar a text is to them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.fingerprint.terms import Terms
from pipeline.fingerprint.words import F32, U32, U64
from pipeline.group.runs import HALF
from pipeline.group.vectors import Vectors

_TERMS = 80
# From this many articles on a mean moves: what the latest articles say weighs more than what the first ones said.
_ARTICLES = 100
_WEIGHT = np.uint32((1 << 10) - 1)
_STEPS = 64
_WEIGHTS = (2.0 ** ((np.arange(1 << 10) - int(_WEIGHT)) / _STEPS)).astype(np.float32)
_NOTHING = np.uint64(0xFFFFFFFFFFFFFFFF)
NO_KEY = np.uint32(0xFFFFFFFF)


def keys(hashes: U32) -> U32:
    """What tells terms apart here: the upper 22 bits of their hashes."""
    return hashes & ~_WEIGHT


def key(hashed: int) -> int:
    """As `keys`, of one hash."""
    return hashed & ~int(_WEIGHT)


def unpacked(centroid: bytes) -> Terms:
    """Keys and weights."""
    pairs = np.frombuffer(centroid, np.uint32)
    return Terms(keys(pairs), _WEIGHTS[pairs & _WEIGHT])


@dataclass(frozen=True, slots=True)
class Means:
    """Centroids, packed; and by row the `keys` of the heaviest terms before packing, heaviest first, then `NO_KEY`."""

    packed: list[bytes]
    heaviest: U32


def moved(old: Sequence[bytes], articles: Sequence[int], vectors: Vectors) -> Means:
    """Of each of `old`, the mean of so many vectors, and the next of `vectors`: the mean with that one more.

    Packed are its 80 heaviest terms, by `keys` ascending, in 4 bytes each; weights, up to 1, to half a percent: a
    weight is 2^(w / 64) / 2^(1023 / 64), and w stands in the lower 10 bits.
    """
    before, sizes = unpacked(b"".join(old)), np.array([len(one) // 4 for one in old])
    counts = np.minimum(np.array(articles), _ARTICLES).astype(np.float32)
    rows = np.arange(len(old), dtype=np.uint64) << HALF
    of_old = np.repeat(rows, sizes) | before.hashes
    of_new = np.repeat(rows, vectors.sizes) | vectors.hashes
    both = np.concatenate([of_old, of_new])
    both.sort(kind="stable")
    first = np.ones(len(both), np.bool_)
    np.not_equal(both[1:], both[:-1], out=first[1:])
    both = both[first]
    weights = np.zeros(len(both), np.float32)
    weights[both.searchsorted(of_old)] = before.weights * np.repeat(counts, sizes)
    weights[both.searchsorted(of_new)] += vectors.weights
    at = (both >> HALF).astype(np.intp)
    weights /= (counts + np.float32(1))[at]
    ranked = _ranked(Vectors(both.astype(np.uint32), weights, np.bincount(at, minlength=len(old))))[
        :, :_TERMS
    ]
    return Means(_packed(ranked), ranked.astype(np.uint32))


def heaviest(centroids: Sequence[bytes]) -> U32:
    """By row the `keys` of the heaviest terms, heaviest first, then `NO_KEY`."""
    terms, sizes = unpacked(b"".join(centroids)), np.array([len(one) // 4 for one in centroids])
    return _ranked(Vectors(terms.hashes, terms.weights, sizes)).astype(np.uint32)


def _packed(ranked: U64) -> list[bytes]:
    weights = (~ranked >> HALF).astype(np.uint32).view(np.float32)
    logarithms = np.log2(np.maximum(weights, _WEIGHTS[0]))
    codes = np.minimum(np.rint(logarithms * _STEPS) + np.float32(_WEIGHT), np.float32(_WEIGHT))
    pairs = np.where(ranked == _NOTHING, NO_KEY, ranked.astype(np.uint32) | codes.astype(np.uint32))
    sizes = np.count_nonzero(ranked != _NOTHING, axis=1)
    pairs.sort(axis=1)
    data, width = pairs.tobytes(), pairs.itemsize * pairs.shape[1]
    return [data[at * width : at * width + 4 * size] for at, size in enumerate(sizes.tolist())]


def _ranked(vectors: Vectors) -> U64:
    """By row the terms, heaviest first, of equal ones the lowest: the complement of a weight's bits, then the hash."""
    table = np.full((len(vectors), max(1, int(vectors.sizes.max(initial=0)))), _NOTHING)
    columns = np.arange(len(vectors.hashes)) - np.repeat(vectors.starts, vectors.sizes)
    table[vectors.rows, columns] = (~vectors.weights.view(np.uint32)).astype(
        np.uint64
    ) << HALF | vectors.hashes
    table.sort(axis=1)
    return table


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
