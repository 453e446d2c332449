"""Direct speech and who speaks."""

from spacy.tokens import Doc

from pipeline.records import Part, QuoteMention


def find_quotes(doc: Doc, part: Part) -> list[QuoteMention]:
    """Direct quotes of `doc` in text order. Sentence indexes count from the doc's first sentence."""
    return []
