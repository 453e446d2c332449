"""A real Flink cluster for tests and trials: JobManager and TaskManager on loopback, started with plain `java`.

    python -m deploy.flink.cluster --port 8081 --slots 2

The jars come once from `deploy.flink.jars`. Workers are processes of the TaskManager, in this Python environment.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from connectors.kafka.embedded import die_with_parent, free_port
from deploy.flink.jars import fetch_jars
from pipeline.flink.java import java

ROOT = Path(__file__).resolve().parents[2]
JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"
START_SECONDS = 90.0
HEARTBEAT_MS = 5000
WORKER = f"""#!{sys.executable}
import sys

sys.path.insert(0, {str(ROOT)!r})
from pipeline.flink.boot import main

if __name__ == "__main__":
    main()
"""


class Cluster:
    """A session cluster on 127.0.0.1 with one TaskManager, which can be killed and started again.

    A context manager: starts on entry; on exit stops, and removes its folder unless `folder` was given.
    `settings` are added to its ``config.yaml``. Logs are ``jobmanager.log`` and ``taskmanager.log``.
    """

    def __init__(
        self,
        folder: Path | None = None,
        port: int | None = None,
        slots: int = 2,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="dateline-flink-"))
        self.slots = slots
        self._port = port or free_port()
        self._settings = dict(settings or {})
        self._worker = self.folder / "bin" / "dateline-worker"
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def rest(self) -> str:
        """The address of the REST interface, ``host:port``."""
        return f"127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self._processes):
            self._end(name)
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start, and wait until every slot is there. Raises RuntimeError with the end of a log if that fails."""
        for name in ("conf", "bin", "tmp", "checkpoints"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "conf" / "config.yaml").write_text(
            "".join(f"{key}: {json.dumps(value)}\n" for key, value in self._config().items())
        )
        self._worker.write_text(WORKER)
        self._worker.chmod(0o755)
        self._run("jobmanager", JOB_MANAGER, "1g", "--executionMode", "cluster")
        self.start_task_manager()

    def start_task_manager(self) -> None:
        """Start the TaskManager that is missing, and wait until its slots are there."""
        self._run("taskmanager", TASK_MANAGER, "1g")
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in self._processes.values()):
                break
            if self._slots() == self.slots:
                return
            time.sleep(0.2)
        raise RuntimeError(f"the cluster did not start:\n{self.log('jobmanager')}\n{self.log('taskmanager')}")

    def kill_task_manager(self) -> None:
        """Kill the TaskManager with SIGKILL and wait for it; its workers end by themselves."""
        self._end("taskmanager")

    def workers(self) -> list[int]:
        """The process ids of the TaskManager's workers."""
        task_manager = self._processes["taskmanager"].pid
        listed = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(task_manager)],
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line.split() for line in listed.stdout.splitlines()]
        return [int(pid) for pid, *command in lines if str(self._worker) in command]

    def log(self, name: str) -> str:
        """The end of a log, by the name of its process."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def _run(self, name: str, program: str, heap: str, *arguments: str) -> None:
        command = java(
            fetch_jars(),
            program,
            "--configDir",
            str(self.folder / "conf"),
            *arguments,
            heap=heap,
            agent="loopback",
            properties={"java.io.tmpdir": str(self.folder / "tmp")},
        )
        environment = os.environ | {
            "PATH": f"{self.folder / 'bin'}:{os.environ.get('PATH', '')}",
            "PYTHONPATH": str(ROOT),
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def _end(self, name: str) -> None:
        process = self._processes.pop(name, None)
        if process is not None:
            process.kill()
            process.wait(timeout=60)

    def _slots(self) -> int:
        try:
            return int(httpx.get(f"http://{self.rest}/overview", timeout=5).json()["slots-total"])
        except (httpx.HTTPError, ValueError, KeyError):
            return -1

    def _config(self) -> dict[str, str]:
        here, local = str(self.folder), "127.0.0.1"
        return {
            "jobmanager.rpc.address": local,
            "jobmanager.rpc.port": str(free_port()),
            "jobmanager.bind-host": local,
            "jobmanager.memory.process.size": "1600m",
            "rest.address": local,
            "rest.bind-address": local,
            "rest.port": str(self._port),
            "taskmanager.host": local,
            "taskmanager.bind-host": local,
            "taskmanager.numberOfTaskSlots": str(self.slots),
            # Flink's scripts would derive these from one size.
            "taskmanager.cpu.cores": "2",
            "taskmanager.memory.task.heap.size": "768m",
            "taskmanager.memory.task.off-heap.size": "64m",
            "taskmanager.memory.framework.heap.size": "128m",
            "taskmanager.memory.framework.off-heap.size": "128m",
            "taskmanager.memory.managed.size": "128m",
            "taskmanager.memory.network.min": "64m",
            "taskmanager.memory.network.max": "64m",
            "taskmanager.memory.jvm-metaspace.size": "256m",
            "taskmanager.memory.jvm-overhead.min": "192m",
            "taskmanager.memory.jvm-overhead.max": "192m",
            "taskmanager.network.memory.buffer-debloat.enabled": "true",
            "taskmanager.network.memory.buffer-debloat.target": "500 ms",
            "heartbeat.interval": "1000",
            "heartbeat.timeout": str(HEARTBEAT_MS),
            "state.backend.type": "hashmap",
            "state.checkpoints.dir": f"file://{here}/checkpoints",
            "io.tmp.dirs": f"{here}/tmp",
            "classloader.resolve-order": "parent-first",
            **self._settings,
        }


def main() -> None:
    """Run a cluster until interrupted."""
    parser = argparse.ArgumentParser(description="A real Flink cluster on 127.0.0.1, until interrupted.")
    parser.add_argument("--port", type=int, default=8081, help="of the REST interface and the dashboard")
    parser.add_argument("--slots", type=int, default=2, help="the largest parallelism of all jobs together")
    parser.add_argument(
        "--folder", type=Path, help="keep logs and checkpoints here; else they are gone at the end"
    )
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    with Cluster(arguments.folder, arguments.port, arguments.slots) as cluster:
        print(f"Flink: http://{cluster.rest}", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
