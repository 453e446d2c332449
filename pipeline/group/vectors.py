"""Weighted terms of many articles, one article behind the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.fingerprint import terms
from pipeline.fingerprint.terms import Terms
from pipeline.fingerprint.words import F32, U32

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Hashes and weights of all articles' terms in parallel; an article's terms are ascending. `sizes` has how many."""

    hashes: U32
    weights: F32
    sizes: Places

    def __len__(self) -> int:
        return len(self.sizes)

    @property
    def starts(self) -> Places:
        """For each article the place of its first term."""
        starts: Places = np.cumsum(self.sizes) - self.sizes
        return starts

    @property
    def rows(self) -> Places:
        """For each term the number of its article."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def picked(self, articles: Sequence[int]) -> "Vectors":
        """Those of some articles, in the order given."""
        if len(articles) == len(self) == 1:
            return self
        chosen = np.asarray(articles, np.intp)
        places = spread(self.starts[chosen], self.sizes[chosen])
        return Vectors(self.hashes[places], self.weights[places], self.sizes[chosen])


def decoded(encoded: Sequence[bytes]) -> Vectors:
    """What `terms.encode` encoded for each article. Raises ValueError if it can't be."""
    sizes = np.fromiter((len(one) // 8 for one in encoded), np.intp, len(encoded))
    pairs: Terms = terms.decode(b"".join(encoded))
    return Vectors(pairs.hashes, pairs.weights, sizes)


def spread(starts: npt.NDArray[Any], sizes: npt.NDArray[Any]) -> Places:
    """The places start, start + 1, ... of so many each, one behind the other."""
    ends = np.cumsum(sizes)
    places: Places = np.repeat(starts - ends + sizes, sizes).astype(np.intp, copy=False)
    places += np.arange(len(places))
    return places
