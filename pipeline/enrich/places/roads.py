"""Streets and other named roads: places that the gazetteer doesn't know, but an article's scene."""

import re
from functools import cache

from pipeline.enrich.places.tables import words

_NAME = r"(?:(?:[A-Z][\w'’-]+|\d{1,3}(?:st|nd|rd|th)|[NSEW]\.) ){1,3}"


def roads(text: str) -> list[tuple[int, int]]:
    """Where the roads in `text` are: one to three capitalised words and a word for a road, start and end."""
    found = []
    for match in _pattern().finditer(text):
        start = match.start()
        for word in re.finditer(r"\S+ ", match.group()):
            if word.group().strip().lower() not in words("function"):
                break
            start = match.start() + word.end()
        if " " in text[start : match.end()]:
            found.append((start, match.end()))
    return found


@cache
def _pattern() -> re.Pattern[str]:
    heads, short = (
        "|".join(sorted(word.capitalize() for word in words(kind))) for kind in ("road", "road_short")
    )
    return re.compile(rf"\b{_NAME}(?:(?:{heads})\b(?! [A-Z])|(?:{short})\b(?!\.? [A-Z])\.?)(?: \d{{1,4}}\b)?")
