"""Fingerprint as a Beam step."""

from dataclasses import replace

import apache_beam as beam
from apache_beam.pvalue import PCollection

from pipeline.enrich.places.areas import areas_of
from pipeline.enrich.places.gazetteer import gazetteer
from pipeline.fingerprint.core import fingerprint
from pipeline.records import Item


def fingerprinted(item: Item) -> Item:
    """`item` with its article's fingerprint; a dead letter if that fails."""
    return item.stepped("fingerprint", _fingerprinted)


def _fingerprinted(item: Item) -> Item:
    if item.article is None:
        raise ValueError("an item must be cleaned before it is fingerprinted")
    areas = areas_of(item.article.title, item.article.text, gazetteer()) if item.article.source else ()
    return replace(item, fingerprint=replace(fingerprint(item.article), areas=areas))


class FingerprintArticles(beam.PTransform):
    """Cleaned items to items with a fingerprint."""

    def expand(self, items: PCollection) -> PCollection:
        """Fingerprint each item's article."""
        return items | "fingerprint" >> beam.Map(fingerprinted).with_output_types(Item)
