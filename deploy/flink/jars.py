"""The jars of Flink and of Beam's Flink runner, fetched once into ``.cache/flink`` of the repository.

    python -m deploy.flink.jars [--folder DIR]

Flink's come in a Python package, Beam's by Maven (``pom.xml``); the agent is compiled from its source here.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.flink.java import DEFAULT_JARS

HERE = Path(__file__).parent
FLINK = "apache-flink-libraries==1.19.3"
KEPT = ("flink-dist-*.jar", "log4j-*.jar")  # the rest is for SQL and connectors that nothing here uses
COMPLETE = "complete"


def fetch_jars(folder: Path = DEFAULT_JARS) -> Path:
    """The folder of the jars, filled where it isn't. `pipeline.flink.java.jars_folder` says what it holds."""
    if not (folder / COMPLETE).exists():
        partial = folder.with_name(folder.name + ".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        _fetch_flink(partial / "flink")
        _fetch_beam(partial / "beam")
        _compile_agent(partial)
        (partial / COMPLETE).touch()
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    return folder


def _fetch_flink(into: Path) -> None:
    into.mkdir()
    with tempfile.TemporaryDirectory(dir=into.parent) as target:
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
        subprocess.run([*pip, "--no-deps", "--target", target, FLINK], check=True)
        for pattern in KEPT:
            for jar in Path(target, "pyflink", "lib").glob(pattern):
                jar.rename(into / jar.name)


def _fetch_beam(into: Path) -> None:
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={into}"]
    subprocess.run(["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), *goal], check=True)


def _compile_agent(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as classes:
        manifest = Path(classes, "manifest")
        manifest.write_text("Premain-Class: LoopbackAgent\n")
        built = Path(classes, "built")
        source = HERE / "LoopbackAgent.java"
        subprocess.run(["javac", "-cp", f"{folder / 'beam'}/*", "-d", str(built), str(source)], check=True)
        jar = ["jar", "cfm", str(folder / "agent.jar"), str(manifest), "-C", str(built), "."]
        subprocess.run(jar, check=True)


def main() -> None:
    """Fetch them and say where they are."""
    parser = argparse.ArgumentParser(description="Fetch the jars of Flink and of Beam's Flink runner.")
    parser.add_argument("--folder", type=Path, default=DEFAULT_JARS)
    print(fetch_jars(parser.parse_args().folder))


if __name__ == "__main__":
    main()
