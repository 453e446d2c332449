"""The cast of an article: mentions of one actor merged, and each participant's phrase resolved to it."""

from pipeline.enrich.entities.cast import Cast, cast_of

__all__ = ["Cast", "cast_of"]
