"""What every test may use."""

import os

import pytest
from hypothesis import settings
from spacy.language import Language

from pipeline.extract.model import PACKAGED_MODEL, load_model
from tests.brokers import embedded_broker, kafka

settings.register_profile("ci", derandomize=True)  # what CI says must not depend on chance
if os.environ.get("CI"):
    settings.load_profile("ci")

__all__ = ["embedded_broker", "kafka", "nlp"]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The packaged English model."""
    return load_model(PACKAGED_MODEL)
