"""What articles and servers say does nothing to a terminal."""

import io

import pytest

from pipeline.cli import console

EVIL = "Rain\x1b]0;title\x07 in\x9b2J Oslo\r\tö"


@pytest.mark.parametrize(
    ("terminal", "shown"), [(True, "Rain�]0;title� in�2J Oslo�\tö\n"), (False, EVIL + "\n")]
)
def test_a_line(monkeypatch: pytest.MonkeyPatch, terminal: bool, shown: str) -> None:
    written = io.StringIO()
    monkeypatch.setattr(console.out, "_file", written)
    monkeypatch.setattr(console.out, "_force_terminal", terminal)
    console.line(EVIL)
    assert written.getvalue() == shown


def test_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(console.err, "_file", written)
    console.note(EVIL)
    assert not set("\x1b\x07\x9b\r") & set(written.getvalue())
