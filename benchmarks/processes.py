"""CPU time and memory of everything that a benchmark has started, the broker left out."""

import psutil

BROKER = "kafka.Kafka"


class Started:
    """The processes under this one, and theirs, at any moment."""

    def __init__(self) -> None:
        self._cpu: dict[int, float] = {}

    def cpu_seconds(self) -> float:
        """CPU time so far; what a process has used that ended stays in it, up to when it was last asked."""
        for process in _started():
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            self._cpu[process.pid] = times.user + times.system
        return sum(self._cpu.values())

    def megabytes(self) -> float:
        """Memory in RAM: of what processes share each has its part (PSS; on Linux)."""
        return sum(map(_bytes, _started())) / 2**20


def _started() -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children():
        try:
            if BROKER not in child.cmdline():
                found += [child, *child.children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
    return found


def _bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
