"""Stories: articles about one chain of events, found in one pass by the similarity to their centroid."""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.fingerprint.terms import Terms
from pipeline.fingerprint.words import F32, U64, hash32, stem, tokens
from pipeline.group import centroids
from pipeline.group.frequencies import DocumentFrequencies
from pipeline.group.postings import Postings
from pipeline.group.vectors import Vectors
from pipeline.records import IndexEntry

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


class _Turn(NamedTuple):
    """An article that joins a story: its title, and which of the vectors is its own."""

    story: Story
    title: str | None
    row: int


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

    def count(self, generation: int, vectors: Vectors) -> Vectors:
        """Count the terms of articles, one after another, and weigh them: unit vectors in which rare terms weigh more.

        Hashes become keys of `centroids`.
        """
        if not len(vectors):
            return vectors
        weights: F32 = vectors.weights * self._frequencies.add(generation, vectors)
        filled = vectors.sizes > 0
        squares = np.ones(len(vectors), np.float32)
        squares[filled] = np.add.reduceat(weights * weights, vectors.starts[filled])
        squares[squares == 0] = 1
        lengths = np.sqrt(squares)
        return Vectors(
            centroids.keys(vectors.hashes), weights / np.repeat(lengths, vectors.sizes), vectors.sizes
        )

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

    def take(self, entries: Sequence[IndexEntry], first: int, vectors: Vectors) -> None:
        """Take in articles, numbered from `first` on; `vectors` are those of the ones that are no copies."""
        rounds: list[list[_Turn]] = []
        turns: dict[str, int] = {}
        row = 0
        for number, entry in enumerate(entries, first):
            story = self.get(entry.story_id)
            if entry.duplicate_of is None:
                story = story or self._open(entry.story_id)
                turn = turns[story.id] = turns.get(story.id, -1) + 1
                if turn == len(rounds):
                    rounds.append([])
                rounds[turn].append(_Turn(story, entry.title, row))
                row += 1
            if story is not None:
                story.last_number = number
                story.last_seen = max(story.last_seen, entry.seen_at)
        for joining in rounds:
            self._join(joining, vectors.picked([turn.row for turn in joining]))

    def _open(self, story_id: str) -> Story:
        story = Story(story_id, None, 0, 0, 0, b"")
        self._stories[self._opened] = story
        self._numbers[story_id] = self._opened
        self._opened += 1
        return story

    def _join(self, turns: "list[_Turn]", vectors: Vectors) -> None:
        """Let an article join each of some stories, no story twice."""
        stories = [turn.story for turn in turns]
        old = centroids.heaviest([story.centroid for story in stories])[:, :_INDEXED_TERMS]
        means = centroids.moved([s.centroid for s in stories], [s.articles for s in stories], vectors)
        for turn, packed in zip(turns, means.packed, strict=True):
            story = turn.story
            story.articles += 1
            story.centroid = packed
            story.title = _nearest(story.title, turn.title, packed)
        new = means.heaviest[:, :_INDEXED_TERMS]
        fresh = (new != centroids.NO_KEY) & ~(new[:, :, None] == old[:, None, :]).any(axis=2)
        numbers = np.fromiter((self._numbers[story.id] for story in stories), np.uint32, len(stories))
        self._postings.add(new[fresh], np.broadcast_to(numbers[:, None], new.shape)[fresh])

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
        pairs = numbers << np.uint64(8) | positions
        pairs.sort()
        pairs = pairs[_firsts(pairs)]
        firsts = _firsts(pairs >> np.uint64(8))
        stories = pairs[firsts] >> np.uint64(8)
        shared = np.add.reduceat(vector.weights[strongest][pairs & np.uint64(0xFF)] ** 2, firsts)
        return stories[np.lexsort((stories, -shared))[:_CANDIDATES]].tolist()


def _firsts(ascending: U64) -> npt.NDArray[np.intp]:
    """Where each value stands first."""
    return np.flatnonzero(np.concatenate([[True], ascending[1:] != ascending[:-1]]))


def _nearest(one: str | None, other: str | None, centroid: bytes) -> str | None:
    """Of two headlines the one that is nearer to a centroid; the first if there is no difference."""
    if not one or not other or one == other:
        return one or other or one
    terms = centroids.unpacked(centroid)
    weights = dict(zip(terms.hashes.tolist(), terms.weights.tolist(), strict=True))
    return max(one, other, key=lambda headline: _similarity(headline, weights))


def _similarity(headline: str, weights: dict[int, float]) -> float:
    """The cosine of a headline, each of whose terms weighs one, to the terms of a centroid, times the latter's norm."""
    hashes = set(map(_term, tokens(headline)))
    return sum(weights.get(term, 0.0) for term in hashes) / math.sqrt(max(1, len(hashes)))


@functools.lru_cache(1 << 14)
def _term(token: str) -> int:
    return centroids.key(hash32(stem(token.lower())))
