"""What grouping can be set to."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

DAY_MS = 86_400_000
SPANS, _SHARES = 6, 7
GENERATIONS = SPANS + _SHARES + 2
"""One more than there can be at a time. A generation ends with its span of time, six of which are the retention time,
or before that when it is full, with a seventh of the entries. So at most seven are the last of their span, and at
most seven others are full."""


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """How long articles are remembered, and what makes a copy and a story.

    `duplicate_threshold` and `story_threshold` are as in the options. A story to which nothing has come for
    `silence_days` takes only articles that are twice as similar. Of a language no more than `max_entries` articles
    are remembered; of those within the retention time the latest six sevenths of so many are. `log` yields the
    values of the index topic, oldest first; it must be picklable. `state_returns` tells that the engine brings its
    state back when it goes on after a failure. Where it does not, entries stay out of it, and only the topic is read.
    """

    retention_days: float = 14.0
    duplicate_threshold: float = 0.5
    story_threshold: float = 0.18
    silence_days: float = 7.0
    max_entries: int = 1_200_000
    log: Callable[[], Iterable[bytes]] | None = None
    state_returns: bool = True

    @property
    def generation_ms(self) -> int:
        """How much time a generation spans at most."""
        return max(1, math.ceil(round(self.retention_days * DAY_MS) / SPANS))

    @property
    def generation_entries(self) -> int:
        """How many articles a generation takes."""
        return math.ceil(self.max_entries / _SHARES)
