"""Enrich as a step of the pool."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.enrich.core import enrich
from pipeline.records import Item, Outcome


@dataclass(frozen=True, slots=True)
class EnrichSettings:
    """Which model made the extractions, and below which confidence (0 to 1) an event is not emitted."""

    model_version: str
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Enrich:
    """Items with an extraction to settled items, with their enrichment in its place."""

    settings: EnrichSettings
    stage = "enrich"

    def __call__(self, items: Sequence[Item]) -> Sequence[Item]:
        """Resolve each item's extraction; a dead letter if that fails."""
        return [item.stepped(self.stage, self._enriched) for item in items]

    def _enriched(self, item: Item) -> Item:
        if item.article is None or item.grouping is None or item.extraction is None:
            raise ValueError("an item must be cleaned, grouped and extracted before it is enriched")
        made = self.settings
        found = enrich(item.article, item.grouping, item.extraction, made.model_version, made.min_confidence)
        return replace(item, extraction=None, enrichment=found, outcome=Outcome.EXTRACTED)
