"""The command line, and topics of dead letters, for the tests of commands."""

import pytest

from tests.pipeline.cli.command import Dateline


@pytest.fixture
def dateline(capsys: pytest.CaptureFixture[str]) -> Dateline:
    """The command line."""
    return Dateline(capsys)
