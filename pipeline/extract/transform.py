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
        articles = {at: item.article for at, item in enumerate(items) if item.article and not item.settled}
        with STEPS.time(self.stage):
            extractions = extract(shared_model(self.model), list(articles.values()))
        found = dict(zip(articles, extractions, strict=True))
        return [replace(item, extraction=found[at]) if at in found else item for at, item in enumerate(items)]
