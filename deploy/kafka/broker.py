"""A real Apache Kafka broker for tests and trials: one KRaft node on loopback, started with plain `java`.

    python -m deploy.kafka.broker --port 9092

The jars come from Maven (``pom.xml``) once, into ``.cache/kafka`` of the repository.
"""

import argparse
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from connectors.kafka.embedded import free_port
from deploy.server import Server, serve

ROOT = Path(__file__).resolve().parents[2]
JARS = ROOT / ".cache" / "kafka"
POM = Path(__file__).with_name("pom.xml")
JVM = ("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
START_SECONDS = 60.0
SCRAM = ("SCRAM-SHA-256", "SCRAM-SHA-512")


@dataclass(frozen=True)
class Security:
    """A SASL_SSL listener: PEM files of the broker, and the users of PLAIN and of both kinds of SCRAM."""

    keystore: Path
    truststore: Path
    users: Mapping[str, str] = field(repr=False)


def fetch_jars() -> Path:
    """The folder of the broker's jars, fetched with Maven where they are missing."""
    if not any(JARS.glob("kafka_2.13-*.jar")):
        partial = JARS.with_name("kafka.partial")
        shutil.rmtree(partial, ignore_errors=True)
        subprocess.run(
            [
                "mvn",
                "-q",
                "-B",
                "-f",
                str(POM),
                "dependency:copy-dependencies",
                f"-DoutputDirectory={partial}",
            ],
            check=True,
        )
        shutil.rmtree(JARS, ignore_errors=True)
        partial.rename(JARS)
    return JARS


class Broker(Server):
    """A broker on 127.0.0.1 that can be stopped, killed and started again with its data and its ports.

    `properties` are added to the broker's own. With `security` there is a second listener, `secure_address`.
    """

    def __init__(
        self,
        folder: Path | None = None,
        port: int | None = None,
        properties: Mapping[str, str] | None = None,
        security: Security | None = None,
    ) -> None:
        super().__init__("kafka", folder)
        self.port, self.secure_port = port or free_port(), free_port()
        self._controller_port = free_port()
        self._extra = dict(properties or {})
        self._security = security

    @property
    def bootstrap_servers(self) -> str:
        """The address of the plain listener."""
        return f"127.0.0.1:{self.port}"

    @property
    def secure_address(self) -> str:
        """The address of the SASL_SSL listener, under the name that its certificate bears."""
        return f"localhost:{self.secure_port}"

    def start(self) -> None:
        """Start and wait until the broker answers; format its folder where that is new. Raises RuntimeError."""
        config = self.folder / "server.properties"
        if not config.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            config.write_text("".join(f"{k}={v}\n" for k, v in self._properties().items()))
            self._format(config)
        log = self.folder / "broker.log"
        begin = log.stat().st_size if log.exists() else 0
        self.run("broker", [*self._java(), *JVM, "kafka.Kafka", str(config)])
        self.until(lambda: b"Kafka Server started" in log.read_bytes()[begin:], START_SECONDS)

    def stop(self) -> None:
        """Stop in good order and wait for it."""
        self.end("broker", signal.SIGTERM)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """In the context the broker keeps its connections, and answers nobody."""
        process = self.processes["broker"]
        process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            process.send_signal(signal.SIGCONT)

    def _java(self) -> Sequence[str]:
        logging = Path(__file__).with_name("log4j2.properties")
        return ["java", "-cp", f"{fetch_jars()}/*", f"-Dlog4j2.configurationFile={logging}"]

    def _properties(self) -> dict[str, str]:
        listeners = {"CONTROLLER": self._controller_port, "PLAINTEXT": self.port}
        protocols = dict.fromkeys(listeners, "PLAINTEXT")
        secure: dict[str, str] = {}
        if self._security is not None:
            listeners["SECURE"], protocols["SECURE"] = self.secure_port, "SASL_SSL"
            secure = self._secure_properties(self._security)
        return {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@127.0.0.1:{self._controller_port}",
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": "PLAINTEXT",
            "listeners": ",".join(f"{name}://127.0.0.1:{port}" for name, port in listeners.items()),
            "advertised.listeners": ",".join(
                f"{name}://{'localhost' if name == 'SECURE' else '127.0.0.1'}:{port}"
                for name, port in listeners.items()
                if name != "CONTROLLER"
            ),
            "listener.security.protocol.map": ",".join(f"{k}:{v}" for k, v in protocols.items()),
            "log.dirs": str(self.folder / "data"),
            "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "4",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "transaction.state.log.num.partitions": "4",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            "group.initial.rebalance.delay.ms": "0",
            "auto.create.topics.enable": "false",
            **secure,
            **self._extra,
        }

    def _secure_properties(self, security: Security) -> dict[str, str]:
        users = " ".join(f'user_{name}="{password}"' for name, password in security.users.items())
        plain, scram = (
            f"org.apache.kafka.common.security.{m}LoginModule required"
            for m in ("plain.Plain", "scram.Scram")
        )
        return {
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(security.keystore),
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": str(security.truststore),
            "sasl.enabled.mechanisms": ",".join(("PLAIN", *SCRAM)),
            "listener.name.secure.plain.sasl.jaas.config": f"{plain} {users};",
            **{f"listener.name.secure.{kind.lower()}.sasl.jaas.config": f"{scram};" for kind in SCRAM},
        }

    def _format(self, config: Path) -> None:
        command = [*self._java(), "kafka.tools.StorageTool", "format", "-c", str(config)]
        command += ["-t", secrets.token_urlsafe(16).replace("-", "A")]
        for name, password in (self._security.users if self._security else {}).items():
            for kind in SCRAM:
                command += ["--add-scram", f"{kind}=[name={name},password={password}]"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the broker's folder can't be formatted: {done.stdout}{done.stderr}")


def main() -> None:
    """Run a broker until interrupted."""
    parser = argparse.ArgumentParser(
        description="A real Apache Kafka broker on 127.0.0.1, until interrupted."
    )
    parser.add_argument("--port", type=int, default=9092)
    parser.add_argument("--folder", type=Path, help="keep the data here; else it is gone at the end")
    arguments = parser.parse_args()
    broker = Broker(arguments.folder, arguments.port)
    serve(broker, lambda it: f"bootstrap servers: {it.bootstrap_servers}", Broker.stop)


if __name__ == "__main__":
    main()
