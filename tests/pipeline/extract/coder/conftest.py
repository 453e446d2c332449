from collections.abc import Callable

import pytest
from spacy.language import Language

from pipeline.extract.coder import code
from pipeline.records import Candidate, Part

Coder = Callable[[str], list[Candidate]]


@pytest.fixture(scope="session")
def coded(nlp: Language) -> Coder:
    """The candidates of a text, the surest first."""

    def run(text: str) -> list[Candidate]:
        return sorted(code(nlp(text), Part.TEXT), key=lambda c: -c.confidence)

    return run
