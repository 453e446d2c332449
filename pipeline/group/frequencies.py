"""In how many articles a term occurs, of the articles that are remembered."""

import numpy as np

from pipeline.fingerprint.words import F32, U32, background

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

    def add(self, generation: int, hashes: U32) -> None:
        """Count an article with the terms `hashes`, each named once."""
        if generation not in self._by_generation:
            self._by_generation[generation] = np.zeros(_BUCKETS, np.uint32)
        buckets = hashes % np.uint32(_BUCKETS)
        for table in (self._total, self._by_generation[generation]):
            table[buckets] += 1
        self._articles[generation] = self._articles.get(generation, 0) + 1

    def drop(self, generation: int) -> None:
        """Take away what was counted in `generation`."""
        table = self._by_generation.pop(generation, None)
        if table is not None:
            self._total -= table
            del self._articles[generation]

    def inverse(self, hashes: U32) -> F32:
        """Inverse document frequencies to the power of 1.3, which brings out names that few articles have.

        They are smoothed with 25 articles in which words go as they do in general.
        """
        prior = background().of(hashes) * _PRIOR_ARTICLES
        seen = self._total[hashes % np.uint32(_BUCKETS)]
        articles = sum(self._articles.values()) + _PRIOR_ARTICLES + 1
        inverse = np.maximum(np.log(articles / (seen + prior + _UNSEEN)), 0)
        return (inverse**_POWER).astype(np.float32)
