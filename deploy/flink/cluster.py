"""A real Flink cluster for tests and trials: JobManager and TaskManager on loopback, started with plain `java`.

    python -m deploy.flink.cluster --port 8081 --slots 2

The jars come once from `deploy.flink.jars`. Workers are processes of the TaskManager, in this Python environment.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx

from connectors.kafka.embedded import free_port
from deploy.flink.jars import fetch_jars
from deploy.server import Server, serve
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


class Cluster(Server):
    """A session cluster on 127.0.0.1 with one TaskManager, which can be killed and started again.

    `settings` are added to its ``config.yaml``. Logs are ``jobmanager.log`` and ``taskmanager.log``.
    """

    def __init__(
        self,
        folder: Path | None = None,
        port: int | None = None,
        slots: int = 2,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__("flink", folder)
        self.slots = slots
        self._port = port or free_port()
        self._settings = dict(settings or {})
        self._worker = self.folder / "bin" / "dateline-worker"

    @property
    def rest(self) -> str:
        """The address of the REST interface, ``host:port``."""
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start, and wait until every slot is there. Raises RuntimeError with the end of a log if that fails."""
        for name in ("conf", "bin", "tmp", "checkpoints"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "conf" / "config.yaml").write_text(
            "".join(f"{key}: {json.dumps(value)}\n" for key, value in self._config().items())
        )
        self._worker.write_text(WORKER)
        self._worker.chmod(0o755)
        self._run_java("jobmanager", JOB_MANAGER, "1g", "--executionMode", "cluster")
        self.start_task_manager()

    def start_task_manager(self) -> None:
        """Start the TaskManager that is missing, and wait until its slots are there."""
        self._run_java("taskmanager", TASK_MANAGER, "1g")
        self.until(lambda: self._slots() == self.slots, START_SECONDS)

    def kill_task_manager(self) -> None:
        """Kill the TaskManager with SIGKILL and wait for it; its workers end by themselves."""
        self.end("taskmanager")

    def workers(self) -> list[int]:
        """The process ids of the TaskManager's workers."""
        task_manager = self.processes["taskmanager"].pid
        listed = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(task_manager)],
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [line.split() for line in listed.stdout.splitlines()]
        return [int(pid) for pid, *command in lines if str(self._worker) in command]

    def _run_java(self, name: str, program: str, heap: str, *arguments: str) -> None:
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
        self.run(name, command, environment=environment)

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
    cluster = Cluster(arguments.folder, arguments.port, arguments.slots)
    serve(cluster, lambda it: f"Flink: http://{it.rest}")


if __name__ == "__main__":
    main()
