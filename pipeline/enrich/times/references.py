"""Expressions without a date of their own: "now", "recently", "soon"."""

from pipeline.enrich.times.readings import Context, Reading, reference
from pipeline.enrich.times.words import words


def read(text: str, _context: Context) -> Reading | None:
    """PRESENT_REF, PAST_REF or FUTURE_REF. It has no days."""
    value = words("references").get(text)
    return reference(value) if value else None
