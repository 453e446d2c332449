"""What every test may use."""

import pytest
from spacy.language import Language

from pipeline.extract.model import PACKAGED_MODEL, load_model


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The packaged English model."""
    return load_model(PACKAGED_MODEL)
