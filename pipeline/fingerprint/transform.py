"""Fingerprint as a step of the pool."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.enrich.places.areas import areas_of
from pipeline.enrich.places.gazetteer import gazetteer
from pipeline.fingerprint.core import fingerprint
from pipeline.records import Item


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Cleaned items to items with what grouping compares."""

    stage = "fingerprint"

    def __call__(self, items: Sequence[Item]) -> Sequence[Item]:
        """Fingerprint each item's article; a dead letter if that fails."""
        return [item.stepped(self.stage, _fingerprinted) for item in items]


def _fingerprinted(item: Item) -> Item:
    article = item.article
    if article is None:
        raise ValueError("an item must be cleaned before it is fingerprinted")
    areas = areas_of(article.title, article.text, gazetteer()) if article.source else ()
    return replace(item, fingerprint=replace(fingerprint(article), areas=areas))
