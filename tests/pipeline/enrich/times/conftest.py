"""What the tests of times may use."""

from collections.abc import Callable
from datetime import datetime

import pytest

from pipeline.enrich.times import resolve_times
from pipeline.records import Part, Span, Tense, Time, TimeMention

Resolve = Callable[..., Time | None]


def mention(text: str, tense: Tense | None = None, sentence: int = 0) -> TimeMention:
    return TimeMention(Span(text, 0, len(text), Part.TEXT), sentence, tense)


@pytest.fixture(scope="session")
def resolve() -> Resolve:
    """One expression, resolved as if published on a Sunday, 17 September 2023."""

    def run(text: str, tense: Tense | None = None, published: str | None = "2023-09-17") -> Time | None:
        when = datetime.fromisoformat(published) if published else None
        return resolve_times([mention(text, tense)], when)[0]

    return run
