"""In how many articles a term occurs, of the articles that are remembered."""

import numpy as np

from pipeline.fingerprint.words import F32, U32, U64, background
from pipeline.group.runs import HALF, LOW
from pipeline.group.vectors import Vectors

_BUCKETS = 1 << 18
_PRIOR_ARTICLES = 25
_POWER = 1.3
_UNSEEN = 0.5


class DocumentFrequencies:
    """Counts by generation, each in a fixed table; terms that share a bucket share their count."""

    def __init__(self) -> None:
        self._total = np.zeros(_BUCKETS, np.uint32)
        self._by_generation: dict[int, U32] = {}
        self._articles: dict[int, int] = {}

    def drop(self, generation: int) -> None:
        """Take away what was counted in `generation`."""
        table = self._by_generation.pop(generation, None)
        if table is not None:
            self._total -= table
            del self._articles[generation]

    def add(self, generation: int, vectors: Vectors) -> F32:
        """Count articles, one after another; of each term the inverse document frequency when its article was counted.

        That is to the power of 1.3, which brings out names that few articles have, and smoothed with 25 articles in
        which words go as they do in general.
        """
        before = sum(self._articles.values()) + _PRIOR_ARTICLES + 1
        articles = np.repeat(np.arange(before + 1, before + len(vectors) + 1), vectors.sizes)
        seen = self._counted(generation, vectors)
        self._articles[generation] = self._articles.get(generation, 0) + len(vectors)
        prior = background().of(vectors.hashes) * _PRIOR_ARTICLES
        inverse = np.maximum(np.log(articles / (seen + prior + _UNSEEN)), 0)
        return (inverse**_POWER).astype(np.float32)

    def _counted(self, generation: int, vectors: Vectors) -> U32:
        """Count each article's buckets once; what the count of each term is with its article and those before it."""
        if generation not in self._by_generation:
            self._by_generation[generation] = np.zeros(_BUCKETS, np.uint32)
        tables = self._total, self._by_generation[generation]
        buckets = vectors.hashes % np.uint32(_BUCKETS)
        if len(vectors) == 1:
            for table in tables:
                table[buckets] += 1
            return self._total[buckets]
        places: U64 = buckets.astype(np.uint64) << HALF | np.arange(len(buckets), dtype=np.uint64)
        places.sort()
        sorted_buckets, order = (places >> HALF).astype(np.uint32), (places & LOW).astype(np.intp)
        rows = vectors.rows[order]
        new_bucket = np.concatenate([[True], sorted_buckets[1:] != sorted_buckets[:-1]])[: len(places)]
        new_article = np.concatenate([[True], rows[1:] != rows[:-1]])[: len(places)]
        counted = np.cumsum(new_bucket | new_article)
        firsts = np.flatnonzero(new_bucket)
        sizes = np.diff(np.append(firsts, len(places)))
        so_far = counted - np.repeat(counted[firsts], sizes) + 1
        seen = np.empty(len(places), np.uint32)
        seen[order] = self._total[sorted_buckets] + so_far.astype(np.uint32)
        for table in tables:
            table[sorted_buckets[firsts]] += so_far[firsts + sizes - 1].astype(np.uint32)
        return seen
