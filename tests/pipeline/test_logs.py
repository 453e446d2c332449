import json
import logging

import pytest

from connectors.errors import ConnectorError
from pipeline.errors import UsageError
from pipeline.logs import configure


@pytest.fixture(autouse=True)
def _as_before():
    names = (None, "pipeline", "connectors", "apache_beam")
    levels = {name: logging.getLogger(name).level for name in names}
    handlers = list(logging.getLogger().handlers)
    yield
    logging.getLogger().handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_a_line_of_the_json_log_is_one_object(capsys):
    configure("json")
    logging.getLogger("pipeline.commit").warning("dead letter: %s", 'a "quoted"\nname')
    told = json.loads(capsys.readouterr().err)
    assert (told["level"], told["logger"]) == ("WARNING", "pipeline.commit")
    assert told["message"] == 'dead letter: a "quoted"\nname'
    assert told["time"]


def test_the_text_log_names_level_and_logger(capsys):
    configure("text")
    logging.getLogger("connectors.kafka").info("ready")
    assert "INFO connectors.kafka: ready" in capsys.readouterr().err


def test_libraries_speak_from_warnings_on(capsys):
    configure("text")
    logging.getLogger("somebody").info("chatter")
    logging.getLogger("apache_beam.runners").warning("of no concern")
    assert capsys.readouterr().err == ""


def test_an_error_that_the_command_says_in_one_line_is_not_told_at_length_before(capsys):
    configure("text")
    log = logging.getLogger("apache_beam.runners.common")
    for error in (ConnectorError("said in one line"), UsageError("said in one line"), ValueError("a fault")):
        try:
            raise error
        except Exception:
            log.exception("while running")
    told = capsys.readouterr().err
    assert "said in one line" not in told
    assert "ValueError: a fault" in told
