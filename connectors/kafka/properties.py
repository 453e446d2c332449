"""Client settings by the names of Kafka's own clients: read from files, checked, mapped to kafka-python's."""

import difflib
import functools
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from connectors.errors import ConnectorError

_REFERENCE = re.compile(r"\$\{(env|file):([^}]+)\}")
_JAAS_MODULE = re.compile(r"\S*\.(Plain|Scram)LoginModule\s+required\b")
_JAAS_OPTION = re.compile(r'(\w+)\s*=\s*"((?:[^"\\]|\\.)*)"')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Property:
    """A row of ``properties.tsv``: its columns are explained there."""

    name: str
    argument: str
    kind: str
    client: str


@functools.cache
def known_properties() -> Mapping[str, Property]:
    """Every client setting that may be given, by name."""
    table = resources.files(__package__).joinpath("properties.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[0]: Property(*row) for row in rows}


def parse_file(path: Path) -> dict[str, str]:
    """The settings in a Java properties file. Raises ConnectorError if it can't be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise ConnectorError(f"can't read the Kafka properties file {path}: {reason}") from error
    joined = re.sub(r"(?<!\\)((?:\\\\)*)\\\r?\n[ \t]*", r"\1", text)
    lines = (line.strip() for line in joined.splitlines())
    return dict(_pair(line) for line in lines if line and line[0] not in "#!")


def parse_options(options: Iterable[str]) -> dict[str, str]:
    """The settings in ``key=value`` strings. Raises ConnectorError for one without ``=``."""
    pairs = [option.partition("=") for option in options]
    for name, equals, _ in pairs:
        if not equals:
            raise ConnectorError(f"Kafka option {name!r} is not of the form key=value")
    return {name.strip(): value.strip() for name, _, value in pairs}


def check(properties: Mapping[str, str]) -> None:
    """Raise ConnectorError for the first setting that is unknown or whose value can't be right."""
    for name, value in properties.items():
        if name not in known_properties():
            near = difflib.get_close_matches(name, known_properties(), 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ConnectorError(f"Kafka setting {name} is unknown or not for the user to set{hint}")
        if not _REFERENCE.search(value):
            _converted(known_properties()[name], value)


def arguments(properties: Mapping[str, str], client: str) -> dict[str, Any]:
    """`properties` as kafka-python's arguments for a `client`: consumer, producer or admin.

    ``${env:NAME}`` and ``${file:PATH}`` are replaced here, where the client is made, by an environment
    variable and by the content of a file. Raises ConnectorError if one is missing.
    """
    made: dict[str, Any] = {}
    for name, raw in properties.items():
        known, value = known_properties()[name], _resolved(name, raw)
        if name == "sasl.jaas.config":
            made["sasl_plain_username"], made["sasl_plain_password"] = _credentials(value)
        elif name == "ssl.endpoint.identification.algorithm":
            made["ssl_check_hostname"] = value not in ("", "none")
        elif known.argument != "-" and known.client in ("all", client):
            made[known.argument] = _converted(known, value)
    return made


def shown(properties: Mapping[str, str]) -> dict[str, str]:
    """`properties` fit to be shown: secrets, and whatever is not known, as ``***``."""
    known = known_properties()
    return {k: "***" if k not in known or known[k].kind == "secret" else v for k, v in properties.items()}


def _pair(line: str) -> tuple[str, str]:
    match = re.match(r"((?:\\.|[^\\=:\s])+)\s*[=:\s]?\s*(.*)", line, re.DOTALL)
    name, value = match.groups() if match else (line, "")
    return _unescaped(name), _unescaped(value)


def _unescaped(text: str) -> str:
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), text)


def _resolved(name: str, value: str) -> str:
    def replacement(match: re.Match[str]) -> str:
        source, place = match.groups()
        if source == "env":
            if place not in os.environ:
                raise ConnectorError(
                    f"Kafka setting {name} refers to the environment variable {place}: not set"
                )
            return os.environ[place]
        try:
            return Path(place).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConnectorError(f"Kafka setting {name} refers to the file {place}: can't be read") from error

    return _REFERENCE.sub(replacement, value)


def _credentials(jaas: str) -> tuple[str, str]:
    options = dict(_JAAS_OPTION.findall(jaas))
    if not _JAAS_MODULE.match(jaas) or not {"username", "password"} <= options.keys():
        raise ConnectorError(
            "Kafka setting sasl.jaas.config must name a Plain- or ScramLoginModule, username and password"
        )
    return _unescaped(options["username"]), _unescaped(options["password"])


def _converted(known: Property, value: str) -> Any:
    if known.kind == "integer":
        if not value.isdigit():
            raise ConnectorError(f"Kafka setting {known.name} must be a whole number, not {value!r}")
        return int(value)
    if known.kind == "path" and not Path(value).is_file():
        raise ConnectorError(f"Kafka setting {known.name}: no file {value}")
    if "|" in known.kind or known.kind.isupper():
        if value.upper() not in known.kind.upper().split("|"):
            raise ConnectorError(f"Kafka setting {known.name} must be one of {known.kind}, not {value!r}")
        return None if value == "none" else value
    return value
