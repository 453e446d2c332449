"""Java properties files, and values in them that refer to a secret elsewhere.

``${env:NAME}``, ``${file:PATH}``, or ``${secret-manager:projects/…/secrets/…/versions/…}``.
"""

import os
import re
from pathlib import Path

from connectors.errors import ConnectorError
from connectors.secret_manager import secret

REFERENCE = re.compile(r"\$\{(env|file|secret-manager):([^}]+)\}")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


def parse_file(path: Path) -> dict[str, str]:
    """The settings in a Java properties file. Raises ConnectorError if it can't be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise ConnectorError(f"can't read the properties file {path}: {reason}") from error
    joined = re.sub(r"(?<!\\)((?:\\\\)*)\\\r?\n[ \t]*", r"\1", text)
    lines = (line.strip() for line in joined.splitlines())
    return dict(_pair(line) for line in lines if line and line[0] not in "#!")


def resolved(name: str, value: str) -> str:
    """The `value` of setting `name` with its references looked up. Raises ConnectorError if one is missing."""

    def replacement(match: re.Match[str]) -> str:
        source, place = match.groups()
        if source == "env":
            if place not in os.environ:
                raise ConnectorError(f"setting {name} refers to the environment variable {place}: not set")
            return os.environ[place]
        if source == "secret-manager":
            try:
                return secret(place)
            except ConnectorError as error:
                raise ConnectorError(f"setting {name} refers to {place}: {error}") from error
        try:
            return Path(place).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConnectorError(f"setting {name} refers to the file {place}: can't be read") from error

    return REFERENCE.sub(replacement, value)


def only_refers(value: str) -> bool:
    """Whether `value` is one reference and nothing else."""
    return REFERENCE.fullmatch(value) is not None


def unescaped(text: str) -> str:
    """`text` with Java's escapes replaced."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), text)


def _pair(line: str) -> tuple[str, str]:
    match = re.match(r"((?:\\.|[^\\=:\s])+)\s*[=:\s]?\s*(.*)", line, re.DOTALL)
    name, value = match.groups() if match else (line, "")
    return unescaped(name), unescaped(value)
