"""A server for tests and trials: processes on loopback that end with the process that started them."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from connectors.kafka.embedded import die_with_parent


class Server:
    """A context manager: starts on entry; on exit kills what runs, and removes its data unless `folder` was given.

    What the process called ``name`` says is in ``name.log`` of the folder. It can be killed and started again.
    """

    def __init__(self, kind: str, folder: Path | None = None) -> None:
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix=f"dateline-{kind}-"))
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start and wait until it answers. Raises RuntimeError with the end of its logs if it doesn't come up."""
        raise NotImplementedError

    def kill(self) -> None:
        """Kill all its processes with SIGKILL and wait for that."""
        for name in list(self.processes):
            self.end(name)

    def end(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Send the process called `name` a signal, and wait for its end."""
        process = self.processes.pop(name, None)
        if process is not None:
            process.send_signal(number)
            process.wait(timeout=60)

    def log(self, name: str) -> str:
        """The end of what the process called `name` has said."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def run(
        self,
        name: str,
        command: Sequence[str],
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start a process called `name`."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until it is `ready`. If a process ends, or time is over, kill all and raise RuntimeError."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in self.processes.values()):
                break
            if ready():
                return
            time.sleep(0.1)
        names = list(self.processes)
        self.kill()
        raise RuntimeError("it did not start:\n" + "\n".join(f"{name}: {self.log(name)}" for name in names))

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
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)


def serve[S: Server](server: S, said: Callable[[S], str], stop: Callable[[S], None] = Server.kill) -> None:
    """Run `server` until SIGTERM or Ctrl-C, once it is up having said where it is; then `stop` it."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    with server:
        print(said(server), flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            stop(server)
