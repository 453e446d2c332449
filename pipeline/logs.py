"""The log of a run, on stderr: lines for people, or JSON for a collector."""

import logging

from pythonjsonlogger.json import JsonFormatter

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
JSON = "%(asctime)s %(levelname)s %(name)s %(message)s"


def configure(form: str) -> None:
    """Log from INFO on in `form`, text or json (one object a line: time, level, logger, message, exc_info).

    Libraries speak from WARNING on, Beam from ERROR on: it warns of what does not concern a user.
    """
    handler = logging.StreamHandler()
    names = {"asctime": "time", "levelname": "level", "name": "logger"}
    handler.setFormatter(
        JsonFormatter(JSON, rename_fields=names) if form == "json" else logging.Formatter(TEXT)
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("pipeline").setLevel(logging.INFO)
    logging.getLogger("connectors").setLevel(logging.INFO)
    logging.getLogger("apache_beam").setLevel(logging.ERROR)
