"""Dateline's schemas in a schema registry: where it is, and what it is asked before anything is written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import schemas
from connectors.registry.client import RegistryClient
from connectors.registry.settings import RegistrySettings
from pipeline.errors import UsageError
from pipeline.topics import subjects

RULE = "BACKWARD_TRANSITIVE"  # as the released schemas are tested: a reader of the newest reads all that was written


def registry_settings(options: Any) -> RegistrySettings | None:
    """The registry that `options` name, or None. Raises UsageError or ConnectorError."""
    url, file = options.schema_registry_url, options.schema_registry_properties
    if not url and not file:
        return None
    if url and "@" in url.partition("//")[2].partition("/")[0]:
        raise UsageError(
            "--schema-registry-url holds a user, which others could see: give "
            "basic.auth.user.info in the file of --schema-registry-properties"
        )
    try:
        return RegistrySettings.load(Path(file), url) if file else RegistrySettings(url)
    except ValueError as error:
        raise UsageError(str(error)) from error


def register(client: RegistryClient, wanted: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The ids of the schemas in `wanted`, each with its subject, registered where they are not there yet.

    First every subject is given the rule `RULE`, then every schema is checked, and only if all pass are those
    registered that are new. Raises UsageError that names what breaks the rule, and RegistryError.
    """
    for _, subject in wanted:
        if client.rule(subject) != RULE:
            client.set_rule(subject, RULE)
    refused = [problem for name, subject in wanted for problem in problems(client, name, subject)[:1]]
    if refused:
        raise UsageError(f"incompatible, nothing registered: {'; '.join(refused)}")
    return {name: client.register(subject, schemas.source(name)) for name, subject in wanted}


def problems(client: RegistryClient, name: str, subject: str) -> list[str]:
    """Why the registry would refuse schema `name` under `subject`."""
    return [f"{subject}: {reason}" for reason in client.incompatibilities(subject, schemas.source(name))]


def written_ids(settings: RegistrySettings | None, options: Any) -> dict[str, int]:
    """The ids of the schemas of what is written; none without a registry.

    Where all are registered, the right to read is enough. Raises what `register` does.
    """
    if settings is None:
        return {}
    wanted = [(name, subject) for name, subject in subjects(options) if name != schemas.ARTICLE]
    with RegistryClient(settings) as client:
        found = {name: client.lookup(subject, schemas.source(name)) for name, subject in wanted}
        known = {name: number for name, number in found.items() if number is not None}
        return known if len(known) == len(wanted) else register(client, wanted)
