"""Why the coder reads a sentence as it does, for people who mend its tables."""

from pipeline.extract.coder.explain.core import explain
from pipeline.extract.coder.explain.data import (
    ClauseParts,
    Contribution,
    ExplainedEvent,
    ExplainedSentence,
    Failure,
    Fate,
    LookedUp,
    Participant,
    RejectedReading,
    TableLine,
    Tried,
    Verdict,
    Word,
)

__all__ = [
    "ClauseParts",
    "Contribution",
    "ExplainedEvent",
    "ExplainedSentence",
    "Failure",
    "Fate",
    "LookedUp",
    "Participant",
    "RejectedReading",
    "TableLine",
    "Tried",
    "Verdict",
    "Word",
    "explain",
]
