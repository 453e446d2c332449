"""Items in order, gathered into batches that are under way in the pool while more items come."""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import batched

from apache_beam.utils.timestamp import Timestamp

from pipeline.pool import processes
from pipeline.pool.processes import Batch, PoolSettings
from pipeline.pool.step import Step
from pipeline.records import Item

BATCH_ARTICLES = 8
BATCH_CHARS = 24_000

Stamped = tuple[Item, Timestamp]


class Batches:
    """Items on their way through `steps`. A settled one stays here, and only keeps its place."""

    def __init__(self, settings: PoolSettings, steps: Sequence[Step]) -> None:
        self._pool = processes.shared(settings)
        self._steps = steps
        self._open: list[Stamped] = []
        self._articles = self._chars = 0  # of the open ones that are to go
        self._under_way: deque[tuple[Sequence[Stamped], Batch]] = deque()
        self.waiting = 0

    def add(self, item: Item, stamp: Timestamp) -> None:
        """Take one more item."""
        self.waiting += 1
        self._open.append((item, stamp))
        if item.settled or item.article is None:
            return
        self._articles += 1
        self._chars += len(item.article.html or item.article.text or "")
        if self._articles >= BATCH_ARTICLES or self._chars >= BATCH_CHARS:
            self._flush(len(self._open))

    def drain(self, keep: int = 0) -> Iterator[Stamped]:
        """The items taken so far, stepped, in order, until no more than `keep` are under way. Waits.

        The last of them are shared out, so that no process is without work before the others.
        """
        self._flush(max(1, -(-len(self._open) // self._pool.processes)))
        while self._under_way and self.waiting > keep:
            stamped, batch = self._under_way.popleft()
            self.waiting -= len(stamped)
            results = batch.results()
            for item, stamp in stamped:
                yield (item if item.settled else next(results)), stamp

    def _flush(self, most: int) -> None:
        for stamped in batched(self._open, most):
            batch = self._pool.submit(self._steps, [item for item, _ in stamped if not item.settled])
            self._under_way.append((stamped, batch))
        self._open, self._articles, self._chars = [], 0, 0
