"""Beam's job server, a Java program: it translates the graph for Flink and submits it."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from connectors.kafka.embedded import die_with_parent, free_port
from pipeline.flink.java import java

PROGRAM = "org.apache.beam.runners.flink.FlinkJobServerDriver"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
LOG_CHARS = 3000


@contextmanager
def job_server(master: str, jars: Path, settings: Mapping[str, str], *, carry_jars: bool) -> Iterator[str]:
    """Run a job server that submits to the Flink cluster at `master`; its address, ``host:port``.

    It listens on 127.0.0.1 only. `settings` are Flink settings for the jobs. With `carry_jars` a job
    brings the class path with it, for clusters that don't have Beam's jars. Raises RuntimeError with the
    end of its log if it doesn't come up, UsageError if there is no Java.
    """
    folder = Path(tempfile.mkdtemp(prefix="dateline-flink-"))
    (folder / "config.yaml").write_text("".join(f"{key}: {value}\n" for key, value in settings.items()))
    address = f"127.0.0.1:{free_port()}"
    command = java(
        jars,
        PROGRAM,
        "--job-host=127.0.0.1",
        f"--job-port={address.partition(':')[2]}",
        "--artifact-port=0",
        "--expansion-port=0",
        f"--flink-master={master}",
        f"--flink-conf-dir={folder}",
        f"--artifacts-dir={folder / 'artifacts'}",
        heap="512m",
        agent="loopback" if carry_jars else "loopback,nojars",
    )
    log_file = folder / "log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
    try:
        _wait(process, address, log_file)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    host, port = address.split(":")
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection((host, int(port)), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    said = log.read_text(errors="replace")[-LOG_CHARS:]
    raise RuntimeError(f"Beam's job server did not start:\n{said}")
