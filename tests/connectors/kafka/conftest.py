"""Fixtures of the Kafka tests."""

from collections.abc import Iterator

import pytest

from connectors.kafka import sink, source


@pytest.fixture(autouse=True)
def _a_new_life() -> Iterator[None]:
    """Each test finds the process without clients of an earlier one."""
    yield
    sink.close_writers()
    source.close_consumers()
