"""What a process of the pool does to items."""

from collections.abc import Sequence
from typing import Protocol

from pipeline.records import Item


class Step(Protocol):
    """Items to items, in order, each looked at alone. Goes to the processes with each batch: frozen, picklable, small.

    An article that takes its process with it, or runs out of time or memory, becomes a dead letter of the `stage`
    of the first of the steps that it goes through together.
    """

    @property
    def stage(self) -> str:
        """Its name in metrics and dead letters."""

    def __call__(self, items: Sequence[Item]) -> Sequence[Item]:
        """The items one step further. Raises what only an item on its own can be blamed for."""
