"""Client settings by the names of Kafka's own clients: read from files, checked, mapped to kafka-python's."""

import difflib
import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from connectors.errors import ConnectorError
from connectors.properties_file import REFERENCE, only_refers, resolved, unescaped

_JAAS_MODULE = re.compile(r"\S*\.(Plain|Scram)LoginModule\s+required\b")
_JAAS_OPTION = re.compile(r'(\w+)\s*=\s*"((?:[^"\\]|\\.)*)"')


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


def parse_options(options: Iterable[str]) -> dict[str, str]:
    """The settings in ``key=value`` strings. Raises ConnectorError for one without ``=``, or that holds a secret.

    What stands on a command line is seen by every user of the machine: a secret is given there by reference only.
    """
    pairs = [option.partition("=") for option in options]
    for name, equals, _ in pairs:
        if not equals:
            raise ConnectorError(f"Kafka option {name!r} is not of the form key=value")
    found = {name.strip(): value.strip() for name, _, value in pairs}
    for name in literal_secrets(found):
        raise ConnectorError(
            f"Kafka option {name} holds a secret, which others could see: put it into the file of "
            "--kafka-properties, or write ${env:NAME} or ${file:PATH} for it"
        )
    return found


def literal_secrets(properties: Mapping[str, str]) -> list[str]:
    """The names of those `properties` that hold a secret itself, and not a reference to where it is."""
    known = known_properties()
    return [
        k for k, v in properties.items() if k in known and known[k].kind == "secret" and not _only_refers(v)
    ]


def _only_refers(secret: str) -> bool:
    """Whether a value of kind secret names where the secret is; of a JAAS line, its password."""
    options = dict(_JAAS_OPTION.findall(secret))
    return only_refers(options.get("password", secret))


def check(properties: Mapping[str, str]) -> None:
    """Raise ConnectorError for the first setting that is unknown or whose value can't be right."""
    for name, value in properties.items():
        if name not in known_properties():
            near = difflib.get_close_matches(name, known_properties(), 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise ConnectorError(f"Kafka setting {name} is unknown or not for the user to set{hint}")
        if not REFERENCE.search(value):
            _converted(known_properties()[name], value)


def arguments(properties: Mapping[str, str], client: str) -> dict[str, Any]:
    """`properties` as kafka-python's arguments for a `client`: consumer, producer or admin.

    ``${env:NAME}`` and ``${file:PATH}`` are replaced here, where the client is made, by an environment
    variable and by the content of a file. Raises ConnectorError if one is missing.
    """
    made: dict[str, Any] = {}
    for name, raw in properties.items():
        known, value = known_properties()[name], resolved(name, raw)
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


def _credentials(jaas: str) -> tuple[str, str]:
    options = dict(_JAAS_OPTION.findall(jaas))
    if not _JAAS_MODULE.match(jaas) or not {"username", "password"} <= options.keys():
        raise ConnectorError(
            "Kafka setting sasl.jaas.config must name a Plain- or ScramLoginModule, username and password"
        )
    return unescaped(options["username"]), unescaped(options["password"])


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
