"""Where a schema registry is, and how to reach it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx

from connectors.errors import ConnectorError
from connectors.properties_file import only_refers, parse_file

_PROPERTIES = {
    "schema.registry.url": "url",
    "basic.auth.user.info": "user_info",
    "bearer.auth.token": "token",
    "ssl.ca.location": "ca_file",
}


@dataclass(frozen=True, slots=True)
class RegistrySettings:
    """Where a registry is and how to reach it. A token goes before user and password; none of them is shown.

    `user_info` is ``user:password`` in one, and goes before the two. In it and in `token`, ``${env:NAME}`` and
    ``${file:PATH}`` are looked up where a client is made.
    `ca_file` holds the PEM certificates to trust in place of the machine's.
    A call that fails for a passing reason (no connection, no answer in time, 429, 5xx) is tried `attempts`
    times, `backoff_seconds` after the first failure and twice as long, up to 5 s, after each further one;
    and beyond that until `patience_seconds` are over.
    """

    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    user_info: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    timeout_seconds: float = 10.0
    attempts: int = 3
    backoff_seconds: float = 0.2
    patience_seconds: float = 0.0

    @classmethod
    def load(cls, path: Path, url: str | None = None) -> Self:
        """Settings from a properties file, as Confluent's clients name them; `url` wins over the file's.

        Taken are schema.registry.url, basic.auth.user.info (``user:password``), bearer.auth.token and
        ssl.ca.location. Raises ConnectorError for another name, ValueError if no address is given.
        """
        found = parse_file(path)
        for name in found.keys() - _PROPERTIES.keys():
            raise ConnectorError(
                f"schema registry setting {name} is unknown: known are {', '.join(_PROPERTIES)}"
            )
        given: dict[str, Any] = {_PROPERTIES[name]: value for name, value in found.items()}
        return cls(**given | {"url": url or given.get("url", "")})

    def literal_secrets(self) -> list[str]:
        """The names of the settings that hold a secret itself, and not a reference to where it is."""
        name_and_password = self.user_info or ""
        password = (
            name_and_password if only_refers(name_and_password) else name_and_password.partition(":")[2]
        )
        secrets = {
            "basic.auth.user.info": password,
            "bearer.auth.token": self.token,
            "schema.registry.url": self.password,
        }
        return [name for name, secret in secrets.items() if secret and not only_refers(secret)]

    def __post_init__(self) -> None:
        """Take a user and password off the url, where they would be shown."""
        try:
            url = httpx.URL(self.url)
        except (httpx.InvalidURL, TypeError):
            raise ValueError("the schema registry's address is not a URL") from None
        if url.scheme not in ("http", "https") or not url.host:
            raise ValueError("the schema registry's address must start with http:// or https://")
        if url.userinfo:
            object.__setattr__(self, "username", self.username or url.username)
            object.__setattr__(self, "password", self.password or url.password)
        object.__setattr__(self, "url", str(url.copy_with(userinfo=b"")).rstrip("/"))
