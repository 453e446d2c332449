"""Options of ``dateline run``, from the command line to what they change."""

import pytest

from connectors.records import Origin
from pipeline import run
from pipeline.beam_options import parted
from pipeline.group.index import Index
from pipeline.group.settings import DAY_MS, GroupSettings
from pipeline.settings import steps
from tests.pipeline.cli.command import Dateline
from tests.pipeline.group.articles import DAM, mark

GOING_HOME = """Villagers from Lowick and Stane may go home this evening, county engineer Maria Holt said, now that the
Harrow dam's reservoir has fallen by two metres. The valley road is open again, but the railway to the coast stays shut
while workers clear mud from the spillway."""


@pytest.mark.parametrize(("days", "joins"), [("3", False), ("12", True)])
def test_a_story_is_silent_after_as_many_days_as_the_command_line_says(
    dateline: Dateline, monkeypatch: pytest.MonkeyPatch, days: str, joins: bool
) -> None:
    given: list[str] = []
    monkeypatch.setattr(run, "run", lambda arguments, _: given.extend(arguments))
    assert dateline("run", "--story-threshold", "0.2", "--story-silence-days", days).code == 0
    index = Index("en", _settings(given))
    first, later = (
        index.decide(name, None, mark(text), Origin("t", 0, at), at * 10 * DAY_MS)[0].story_id
        for at, (name, text) in enumerate({"a": DAM, "b": GOING_HOME}.items())
    )
    assert (later == first) is joins


def _settings(given: list[str]) -> GroupSettings:
    options, _ = parted(given)
    return steps(options).group
