"""Clean as a Beam step."""

from dataclasses import replace

import apache_beam as beam
from apache_beam.pvalue import PCollection

from pipeline.clean.core import CleanSettings, clean
from pipeline.records import Item


def cleaned(item: Item, settings: CleanSettings) -> Item:
    """`item` with its article cleaned; settled if nothing is to be extracted, a dead letter if that fails."""
    return item.stepped("clean", lambda i: _cleaned(i, settings))


def _cleaned(item: Item, settings: CleanSettings) -> Item:
    if item.article is None:
        raise ValueError("an item must be decoded before it is cleaned")
    article, outcome = clean(item.article, settings)
    return replace(item, article=article, outcome=outcome)


class Clean(beam.PTransform):
    """Decoded items to items whose article has text and language."""

    def __init__(self, settings: CleanSettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, items: PCollection) -> PCollection:
        """Clean each item's article."""
        settings = self._settings
        return items | "clean" >> beam.Map(lambda item: cleaned(item, settings)).with_output_types(Item)
