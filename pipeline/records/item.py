"""An article on its way: one element a source record, from reading to commit."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from connectors.metrics import STEPS
from connectors.records import SourceRecord
from pipeline.errors import BadRecordError, Reason
from pipeline.records.article import Article, Fingerprint, Grouping
from pipeline.records.found import Extraction
from pipeline.records.output import Enrichment
from pipeline.records.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article became a dead letter, and at which step."""

    stage: str
    reason: Reason
    error: str


@dataclass(frozen=True, slots=True)
class Item:
    """One source record on its way: each step fills its part, or settles the item.

    An item is settled once it has an outcome or a failure; the steps after that pass it on untouched.
    """

    record: SourceRecord
    article: Article | None = None
    fingerprint: Fingerprint | None = None
    grouping: Grouping | None = None
    extraction: Extraction | None = None
    enrichment: Enrichment | None = None
    outcome: Outcome | None = None
    failure: Failure | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do but to commit."""
        return self.outcome is not None or self.failure is not None

    def failed(self, stage: str, error: Exception) -> "Item":
        """This item as a dead letter: a `BadRecordError` keeps its reason, all else is an internal error."""
        if isinstance(error, BadRecordError):
            failure = Failure(stage, error.reason, str(error))
        else:
            failure = Failure(stage, Reason.INTERNAL_ERROR, f"{type(error).__name__}: {error}")
        return replace(self, failure=failure)

    def stepped(self, stage: str, step: Callable[["Item"], "Item"]) -> "Item":
        """`step` applied, unless the item is settled; an exception makes it a dead letter of `stage`.

        Raises MemoryError all the same: whether the item is to blame, the whole process must tell.
        """
        if self.settled:
            return self
        try:
            with STEPS.time(stage):
                return step(self)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad article must not stop the stream
            return self.failed(stage, error)
