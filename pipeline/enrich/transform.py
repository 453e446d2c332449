"""Enrich as a Beam step."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import apache_beam as beam
from apache_beam.pvalue import PCollection

from pipeline.enrich.core import enrich
from pipeline.enrich.ready import ready
from pipeline.records import Item, Outcome


@dataclass(frozen=True, slots=True)
class EnrichSettings:
    """Which model made the extractions, and below which confidence (0 to 1) an event is not emitted."""

    model_version: str
    min_confidence: float = 0.0


def enriched(item: Item, settings: EnrichSettings) -> Item:
    """`item` with its enrichment and its outcome; a dead letter if that fails."""
    return item.stepped("enrich", lambda i: _enriched(i, settings))


def _enriched(item: Item, settings: EnrichSettings) -> Item:
    if item.article is None or item.grouping is None or item.extraction is None:
        raise ValueError("an item must be cleaned, grouped and extracted before it is enriched")
    enrichment = enrich(
        item.article, item.grouping, item.extraction, settings.model_version, settings.min_confidence
    )
    return replace(item, enrichment=enrichment, outcome=Outcome.EXTRACTED)


class _EnrichDoFn(beam.DoFn):
    def __init__(self, settings: EnrichSettings) -> None:
        self._settings = settings

    def setup(self) -> None:
        ready()

    def process(self, item: Item) -> Iterator[Item]:
        yield enriched(item, self._settings)


class Enrich(beam.PTransform):
    """Items with an extraction to settled items."""

    def __init__(self, settings: EnrichSettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, items: PCollection) -> PCollection:
        """Resolve each item's extraction."""
        return items | "resolve" >> beam.ParDo(_EnrichDoFn(self._settings)).with_output_types(Item)
