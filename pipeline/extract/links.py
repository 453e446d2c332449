"""Which times and places of a sentence belong to which event, by syntax."""

from collections.abc import Sequence

from spacy.tokens import Doc

from pipeline.records import Span


def nearest(doc: Doc, trigger: Span, spans: Sequence[Span]) -> tuple[int, ...]:
    """Indexes of the `spans` in the trigger's sentence, nearest by syntax first."""
    return ()
