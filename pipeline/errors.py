"""Errors that Dateline raises on purpose."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a record became a dead letter; the symbols of the schema's enum ``Reason``."""

    NOT_DECODABLE = "NOT_DECODABLE"
    UNKNOWN_SCHEMA = "UNKNOWN_SCHEMA"
    WRONG_TYPE = "WRONG_TYPE"
    NO_CONTENT = "NO_CONTENT"
    TOO_LARGE = "TOO_LARGE"
    TIMEOUT = "TIMEOUT"
    CRASHED = "CRASHED"
    INTERNAL_ERROR = "INTERNAL_ERROR"


class BadRecordError(Exception):
    """A record that can't be processed. It becomes a dead letter; the stream goes on."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class UsageError(Exception):
    """Something the user must mend before Dateline can run: an option, a topic, a broker, a model.

    The command prints the message as one line and leaves with exit code 2.
    """
