"""Clean as a step of the pool."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.clean.core import CleanSettings, clean
from pipeline.records import Item


@dataclass(frozen=True, slots=True)
class Clean:
    """Decoded items to items whose article has text and language."""

    settings: CleanSettings
    stage = "clean"

    def __call__(self, items: Sequence[Item]) -> Sequence[Item]:
        """Clean each item's article; settled if nothing is to be extracted, a dead letter if that fails."""
        return [item.stepped(self.stage, self._cleaned) for item in items]

    def _cleaned(self, item: Item) -> Item:
        if item.article is None:
            raise ValueError("an item must be decoded before it is cleaned")
        article, outcome = clean(item.article, self.settings)
        return replace(item, article=article, outcome=outcome)
