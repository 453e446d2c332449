"""What grouping can be set to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

DAY_MS = 86_400_000
GENERATIONS = 8


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """How long articles are remembered, and what makes a copy and a story.

    `duplicate_threshold` and `story_threshold` are as in the options. A story to which nothing has come for
    `silence_days` takes only articles that are twice as similar. Beyond `max_entries` articles of a language
    the oldest generation is forgotten, whatever its age. `log` yields the values of the index topic, oldest
    first; it must be picklable.
    """

    retention_days: float = 14.0
    duplicate_threshold: float = 0.5
    story_threshold: float = 0.18
    silence_days: float = 7.0
    max_entries: int = 1_000_000
    log: Callable[[], Iterable[bytes]] | None = None

    @property
    def generation_ms(self) -> int:
        """How much time a generation spans: a full retention time fits into all but two of them."""
        return max(1, int(self.retention_days * DAY_MS) // (GENERATIONS - 2))
