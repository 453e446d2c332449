"""Back into source order: the records of one partition, however they arrive, as an unbroken chain."""

from collections.abc import Iterable
from typing import Protocol

from connectors.records import Origin


class Linked(Protocol):
    """Something that has coordinates and a link to the record before it."""

    @property
    def origin(self) -> Origin: ...  # noqa: D102

    @property
    def link(self) -> int: ...  # noqa: D102


class Chain[T: Linked]:
    """Releases the items of one partition in order, each once, and only when none before it is missing.

    `expected` is the next offset to release: what lies below it has been released and is dropped. An item
    is next when `expected` lies between its link and its offset, as its source saw no record between those.
    So holes in the offsets, from compaction or transaction markers, need no special case, and neither does
    a replay whose earlier records have gone meanwhile.
    """

    def __init__(self, expected: int, held: Iterable[T] = ()) -> None:
        self.expected = expected
        self._held = {item.origin.offset: item for item in held if item.origin.offset >= expected}

    def offer(self, item: T) -> list[T]:
        """Take `item`; what can be released now, in order."""
        if item.origin.offset < self.expected:
            return []
        self._held[item.origin.offset] = item
        released = []
        while self._held:
            first = self._held[min(self._held)]
            if first.link > self.expected:
                break
            del self._held[first.origin.offset]
            released.append(first)
            self.expected = first.origin.offset + 1
        return released

    @property
    def held(self) -> list[T]:
        """What waits for records before it, in order."""
        return [self._held[offset] for offset in sorted(self._held)]

    def __len__(self) -> int:
        return len(self._held)
