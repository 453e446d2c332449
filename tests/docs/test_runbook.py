"""The runbook names commands, options, metrics, topics and reasons that there are."""

import re
from pathlib import Path

import pytest
import typer
from prometheus_client import REGISTRY

import connectors.metrics  # noqa: F401 - they are registered by that
from pipeline.cli.app import app
from pipeline.errors import Reason
from pipeline.options import OPTIONS

RUNBOOK = (Path(__file__).parents[2] / "docs" / "runbook.md").read_text()
CALLS = sorted(set(re.findall(r"(?<![\w./-])dateline (?:[a-z][^|`\n]*)", RUNBOOK)))
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("call", CALLS)
def test_commands_and_their_options_are_there(call: str) -> None:
    words = call.split()[1:]
    command = COMMANDS[words[0]]
    if hasattr(command, "commands"):
        command = command.commands[words[1]]
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_it_goes_through_every_command_that_keeps_a_stream_going() -> None:
    assert {"run", "rewind", "audit", "replay", "tail", "topics", "schemas"} <= {
        call.split()[1] for call in CALLS
    }


def test_options_are_there() -> None:
    known = {f"--{option.name}" for option in OPTIONS}
    known |= {name for command in COMMANDS.values() for p in command.params for name in p.opts}
    assert set(re.findall(r"`(--[a-z-]+)", RUNBOOK)) - known <= {
        "--command-config",
        "--replication",
        "--group-id",
    }


def test_metrics_are_there() -> None:
    known = {metric.name for metric in REGISTRY.collect()}
    told = set(re.findall(r"dateline_\w+", RUNBOOK))
    assert {re.sub("_(total|bucket)$", "", name) for name in told} <= known
    assert len(told) >= 7


def test_every_reason_has_its_remedy() -> None:
    (table,) = re.findall(r"\| reason \|.*?\n\n", RUNBOOK, re.DOTALL)
    assert set(re.findall(r"`([A-Z_]+)`", table)) == set(Reason)


def test_its_links_lead_somewhere() -> None:
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in RUNBOOK.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", RUNBOOK)) <= headings
