import resource
import subprocess
import sys

import pytest

from pipeline import __version__
from pipeline.cli.run import arguments
from pipeline.cli.table import namespace
from pipeline.errors import UsageError
from pipeline.options import OPTIONS
from tests.pipeline.cli.command import Dateline

COMMANDS = (
    "demo",
    "run",
    "feed",
    "extract",
    "explain",
    "tail",
    "audit",
    "replay",
    "rewind",
    "topics",
    "schemas",
)
NOBODY = "127.0.0.1:1"


def test_help_names_every_command(dateline: Dateline) -> None:
    ended = dateline("--help")
    assert ended.code == 0
    assert all(f" {command} " in ended.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_examples(dateline: Dateline, command: str) -> None:
    ended = dateline(command, "--help")
    assert ended.code == 0
    assert "Examples" in ended.out
    assert f"dateline {command}" in ended.out


def test_help_is_there_at_once() -> None:
    assert min(_seconds_of_help() for _ in range(3)) < 0.5


def _seconds_of_help() -> float:
    """CPU time, which other work on the machine changes little."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "pipeline.cli", "--help"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_run_takes_every_option_of_the_table(dateline: Dateline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = dateline("run", "--help").out
    assert [option.name for option in OPTIONS if f"--{option.name} " not in shown] == []


def test_run_hands_options_on_as_beam_spells_them() -> None:
    given = {"until_caught_up": True, "workers": 3, "language": ["en", "de"], "bootstrap_servers": "a:1"}
    made = arguments(vars(namespace(given)))
    assert {"--until-caught-up", "--workers=3", "--language=en", "--language=de"} <= set(made)
    assert "--bootstrap-servers=a:1" in made
    assert not [argument for argument in made if argument.startswith("--kafka-properties")]


def test_version(dateline: Dateline) -> None:
    assert dateline("--version").out == f"dateline {__version__}\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tail", "no Kafka brokers given"),
        (f"replay --bootstrap-servers {NOBODY} --since yesterday", "--since 'yesterday' is not an ISO 8601"),
        ("run --bootstrap-server a:1", "did you mean --bootstrap-servers?"),
        ("run --bootstrap-servers a:1 --no_such_option", "--no_such_option"),
        ("run --bootstrap-servers a:1 --model nowhere", "nowhere"),
        ("run --delivery twice", "'twice' is not one of"),
        ("tail --type PARADE", "'PARADE' is not one of"),
        ("run --bundle-records 0", "'--bundle-records': Input should be greater than or equal to 1"),
        ("extract --min-confidence 3", "'--min-confidence': Input should be less than or equal to 1"),
        (f"run --bootstrap-servers {NOBODY} --runner nonsense", "no engine 'nonsense'"),
        ("tail --kafka-option nonsense --bootstrap-servers a:1", "nonsense"),
        ("tail --kafka-properties /no/such/file", "/no/such/file"),
        ("extract /no/such/file.jsonl", "/no/such/file.jsonl"),
        ("extract --model nowhere /dev/null", "nowhere"),
        ("explain --date someday Hello", "--date 'someday' is not a day"),
        ("explain --file /no/such/file.txt", "/no/such/file.txt"),
        ("explain --file /dev/null", "no text"),
        ("explain --file /dev/null Hello", "two texts"),
        ("explain --model nowhere Hello", "nowhere"),
        ("schemas show nothing", "no schema 'nothing'"),
        ("schemas check", "no schema registry given"),
        ("taill", "No such command 'taill'"),
        ("tail --no-such-option", "No such option: --no-such-option"),
    ],
)
def test_what_the_user_must_mend_is_one_line_and_exit_code_2(
    dateline: Dateline, line: str, message: str
) -> None:
    ended = dateline(*line.split())
    assert ended.code == 2
    assert ended.out == ""
    assert message in ended.err
    assert ended.err.startswith("dateline: ")
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize("command", ["tail", "topics list", "replay", "feed http://news.example/"])
def test_a_broker_that_is_not_there_is_one_line_and_exit_code_2(command: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *command.split(), "--bootstrap-servers", NOBODY],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert NOBODY in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_debug_shows_where(dateline: Dateline) -> None:
    ended = dateline("schemas", "show", "nothing", "--debug")
    assert ended.code == 2
    assert "Traceback" in ended.err
    assert UsageError.__name__ in ended.err
