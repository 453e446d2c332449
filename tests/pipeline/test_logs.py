import json
import logging

import pytest

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
