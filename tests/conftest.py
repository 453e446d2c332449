"""What every test may use."""

import pytest
from spacy.language import Language

from pipeline.extract.model import PACKAGED_MODEL, load_model
from tests.brokers import embedded_broker, kafka

__all__ = ["embedded_broker", "kafka", "nlp"]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The packaged English model."""
    return load_model(PACKAGED_MODEL)
