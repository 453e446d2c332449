"""Spans that were found in a text with its case changed, given back the characters of the article."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from pipeline.records import Extraction, Part, Span


def with_original_case(extraction: Extraction, title: str, text: str) -> Extraction:
    """`extraction` with each span's text as `title` and `text` write it. Offsets stay."""
    written = {Part.TITLE: title, Part.TEXT: text}

    def restored(value: Any) -> Any:
        if isinstance(value, Span):
            return replace(value, text=written[value.part][value.start : value.end])
        if isinstance(value, tuple):
            return tuple(map(restored, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: restored(getattr(value, f.name)) for f in fields(value)})
        return value

    result: Extraction = restored(extraction)
    return result
