"""Time expressions: where they are, and the tense of the verb that governs them."""

from spacy.tokens import Doc

from pipeline.records import Part, TimeMention


def find_times(doc: Doc, part: Part) -> list[TimeMention]:
    """Time expressions of `doc` in text order. Sentence indexes count from the doc's first sentence."""
    return []
