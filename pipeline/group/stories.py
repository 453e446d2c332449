"""Stories: articles about one chain of events, found in one pass by the similarity to their centroid."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.fingerprint.terms import Terms
from pipeline.fingerprint.words import U32, U64, hash32, stem, tokens
from pipeline.group import centroids
from pipeline.group.frequencies import DocumentFrequencies
from pipeline.group.postings import Postings

_INDEXED_TERMS = 12
_ASKED_TERMS = 48
_CANDIDATES = 12
_PER_KEY = 128
_RETURN_FACTOR = 2.0
# In short texts a few words of the kind of event weigh much, whichever event it is.
_SHORT_TERMS, _SHORT_FACTOR = 80, 0.65


@dataclass(slots=True)
class Story:
    """A story: its name, how many articles it has, the last one's number and time (ms), and its packed centroid.

    The centroid is the mean of its articles' unit vectors.
    `title` is the headline nearest to it, of that of each article as it came and the one chosen before.
    """

    id: str
    title: str | None
    articles: int
    last_number: int
    last_seen: int
    centroid: bytes


class Stories:
    """The stories of the articles that are remembered, numbered as they open."""

    def __init__(self, threshold: float, silence_ms: int) -> None:
        self._threshold = threshold
        self._silence_ms = silence_ms
        self._stories: dict[int, Story] = {}
        self._numbers: dict[str, int] = {}
        self._opened = 0
        self._postings = Postings(_PER_KEY)
        self._frequencies = DocumentFrequencies()

    def count(self, generation: int, terms: Terms) -> Terms:
        """Count the terms of an article, and weigh them: its unit vector, by keys, in which rare terms weigh more."""
        self._frequencies.add(generation, terms.hashes)
        weights = terms.weights * self._frequencies.inverse(terms.hashes)
        norm = np.sqrt(np.sum(weights * weights))
        return Terms(centroids.keys(terms.hashes), weights / norm if norm else weights)

    def find(self, vector: Terms, seen_at: int) -> Story | None:
        """The story whose centroid is most similar (by cosine) to `vector`, if it is enough.

        That is the threshold for a text of 80 terms or more, and up to 1.65 times that for the shortest.
        """
        best, similarity = None, 0.0
        short = max(0.0, 1 - len(vector.hashes) / _SHORT_TERMS)
        least = self._threshold * (1 + _SHORT_FACTOR * short)
        stories = [self._stories[number] for number in self._candidates(vector)]
        for story, cosine in zip(
            stories, centroids.cosines(vector, [s.centroid for s in stories]), strict=True
        ):
            silent = seen_at - story.last_seen > self._silence_ms
            if cosine > similarity and cosine >= least * (_RETURN_FACTOR if silent else 1):
                best, similarity = story, cosine
        return best

    def get(self, story_id: str) -> Story | None:
        """The story of that name, if it is remembered."""
        number = self._numbers.get(story_id)
        return None if number is None else self._stories[number]

    def open(self, story_id: str, title: str | None, vector: Terms, number: int, seen_at: int) -> Story:
        """A new story, which the article `number` opens."""
        story = Story(story_id, title, 1, number, seen_at, centroids.packed(vector))
        self._stories[self._opened] = story
        self._numbers[story_id] = self._opened
        self._postings.add(_strongest(vector), self._opened)
        self._opened += 1
        return story

    def join(self, story: Story, title: str | None, vector: Terms, number: int, seen_at: int) -> None:
        """Take the article `number` into `story`."""
        old = centroids.unpacked(story.centroid)
        new = centroids.moved(old, story.articles, vector)
        story.centroid = centroids.packed(new)
        story.articles += 1
        story.title = max(story.title, title, key=lambda headline: _similarity(headline, story.centroid))
        self.touch(story, number, seen_at)
        fresh = np.setdiff1d(_strongest(new), _strongest(old))
        self._postings.add(fresh, self._numbers[story.id])

    def touch(self, story: Story, number: int, seen_at: int) -> None:
        """Note that the article `number` is about `story`."""
        story.last_number = number
        story.last_seen = max(story.last_seen, seen_at)

    def drop(self, generation: int, first: int) -> None:
        """Forget `generation`, and the stories that only articles numbered below `first` are about."""
        self._frequencies.drop(generation)
        for number in [n for n, story in self._stories.items() if story.last_number < first]:
            del self._numbers[self._stories.pop(number).id]
        alive = np.fromiter(self._stories, np.uint32, len(self._stories))
        self._postings.retain(lambda numbers: np.isin(numbers, alive))

    def _candidates(self, vector: Terms) -> list[int]:
        """Numbers of the stories that share most of the vector's weight, by the strongest terms of both."""
        strongest = np.sort(np.lexsort((vector.hashes, -vector.weights))[:_ASKED_TERMS])
        positions, numbers = self._postings.find(vector.hashes[strongest])
        if not len(numbers):
            return []
        pairs = (numbers.astype(np.uint64) << np.uint64(8)) | positions
        pairs.sort()
        pairs = pairs[_firsts(pairs)]
        firsts = _firsts(pairs >> np.uint64(8))
        stories = pairs[firsts] >> np.uint64(8)
        shared = np.add.reduceat(vector.weights[strongest][pairs & np.uint64(0xFF)] ** 2, firsts)
        return stories[np.lexsort((stories, -shared))[:_CANDIDATES]].tolist()


def _firsts(ascending: U64) -> npt.NDArray[np.intp]:
    """Where each value stands first."""
    return np.flatnonzero(np.concatenate([[True], ascending[1:] != ascending[:-1]]))


def _similarity(headline: str | None, centroid: bytes) -> float:
    """The cosine of a headline, each of whose terms weighs one, to a centroid; -1 for none."""
    if not headline:
        return -1.0
    hashes = np.array(sorted({hash32(stem(token.lower())) for token in tokens(headline)}), np.uint32)
    weights = np.full(len(hashes), 1 / math.sqrt(max(1, len(hashes))), np.float32)
    return centroids.cosines(Terms(centroids.keys(hashes), weights), [centroid])[0]


def _strongest(vector: Terms) -> U32:
    return vector.hashes[np.lexsort((vector.hashes, -vector.weights))[:_INDEXED_TERMS]]
