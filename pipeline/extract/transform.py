"""Extract as a step of the pool."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from connectors.metrics import STEPS
from pipeline.extract.core import extract
from pipeline.extract.model import shared_model
from pipeline.records import Item


@dataclass(frozen=True, slots=True)
class Extract:
    """Items with an article to items with its extraction, by the spaCy model `model`."""

    model: str
    stage = "extract"

    def __call__(self, items: Sequence[Item]) -> Sequence[Item]:
        """All articles in one go; what one of them raises is raised."""
        articles = [item.article for item in items if item.article and not item.settled]
        with STEPS.time(self.stage):
            found = iter(extract(shared_model(self.model), articles))
        return [
            replace(item, extraction=next(found)) if item.article and not item.settled else item
            for item in items
        ]
