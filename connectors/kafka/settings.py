"""What every Kafka client here is given: brokers, group, and client settings, secrets out of sight."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from connectors.errors import ConnectorError
from connectors.kafka import properties as client_properties
from connectors.properties_file import parse_file


@dataclass(frozen=True)
class KafkaSettings:
    """Brokers, consumer group and client settings. Picklable, hashable; `repr` shows no secret.

    `properties` are named as in ``properties.tsv``. A value may refer to a secret with ``${env:NAME}`` or
    ``${file:PATH}``: the reference is what travels to the workers, where it is looked up.
    Raises ConnectorError for a setting that is unknown or can't be right.
    """

    bootstrap_servers: str
    group_id: str
    properties: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.bootstrap_servers.strip():
            raise ConnectorError("no Kafka brokers given: name them as host:port, comma-separated")
        client_properties.check(self.properties)

    def __repr__(self) -> str:
        shown = client_properties.shown(self.properties)
        return f"KafkaSettings({self.bootstrap_servers!r}, {self.group_id!r}, {shown!r})"

    @classmethod
    def load(
        cls,
        bootstrap_servers: str | None,
        group_id: str,
        properties_file: str | None = None,
        options: Iterable[str] = (),
    ) -> Self:
        """Settings from a Java properties file and ``key=value`` `options`, which win over the file.

        Without `bootstrap_servers` the setting ``bootstrap.servers`` is taken. Raises ConnectorError.
        """
        found = parse_file(Path(properties_file)) if properties_file else {}
        found |= client_properties.parse_options(options)
        listed = found.pop("bootstrap.servers", "")
        return cls(bootstrap_servers or listed, group_id, found)

    def literal_secrets(self) -> list[str]:
        """The names of the properties that hold a secret itself, and not a reference to where it is."""
        return client_properties.literal_secrets(self.properties)

    def arguments(self, client: str) -> dict[str, Any]:
        """kafka-python's arguments for a `client`: consumer, producer or admin. Never to be logged."""
        servers = [server.strip() for server in self.bootstrap_servers.split(",")]
        return {"bootstrap_servers": servers, **client_properties.arguments(self.properties, client)}
