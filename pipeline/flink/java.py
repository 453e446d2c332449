"""Java programs of Flink and Beam: the jars, and the command lines that run them."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.errors import UsageError

FLINK_VERSION = "1.19"
DEFAULT_JARS = Path(__file__).resolve().parents[2] / ".cache" / "flink"
LOGGING = Path(__file__).with_name("log4j.properties")
# What Flink's own scripts open to it of Java's modules, as far as a streaming job needs it.
_OPENED = (
    "lang",
    "lang.reflect",
    "net",
    "io",
    "nio",
    "text",
    "time",
    "util",
    "util.concurrent",
    "util.concurrent.atomic",
    "util.concurrent.locks",
)


def jars_folder(given: str | None) -> Path:
    """The folder of jars, `given` or the repository's own. Raises UsageError if they are not there.

    It holds ``flink/`` (flink-dist and log4j), ``beam/`` (Beam's runner and job service) and ``agent.jar``.
    """
    folder = Path(given) if given else DEFAULT_JARS
    if not any((folder / "beam").glob("beam-runners-flink-*.jar")) or not (folder / "agent.jar").exists():
        raise UsageError(
            f"no jars of Beam's Flink runner in {folder}: `python -m deploy.flink.jars` fetches them, "
            "--flink-jars names another folder"
        )
    return folder


def java(
    jars: Path, program: str, *arguments: str, heap: str, agent: str, properties: Mapping[str, str] = {}
) -> Sequence[str]:
    """The command line of `program`, a class in `jars`. Raises UsageError if there is no Java.

    `heap` as in ``-Xmx``. `agent` is what `agent.jar` is to do: see its source.
    """
    found = shutil.which("java")
    if found is None:
        raise UsageError("no `java` on the PATH: Flink needs Java 11 or 17")
    path = ":".join(str(jars / name / "*") for name in ("beam", "flink"))  # as Flink orders them
    return [
        found,
        f"-Xmx{heap}",
        f"-javaagent:{jars / 'agent.jar'}={agent}",
        *(f"--add-opens=java.base/java.{package}=ALL-UNNAMED" for package in _OPENED),
        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
        "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
        "-Djava.net.preferIPv4Stack=true",
        f"-Dlog4j.configurationFile={LOGGING}",
        *(f"-D{key}={value}" for key, value in properties.items()),
        "-cp",
        path,
        program,
        *arguments,
    ]
