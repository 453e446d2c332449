"""Prism listens on every address of the machine, so it is run where there is none: see `make test-prism`."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.prism import DEFAULT_PROGRAM


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """Nothing but loopback; and no Prism outlives the test, though it may have outlived its client."""
    interfaces = [name for _, name in socket.if_nameindex()]
    assert interfaces == ["lo"], f"Prism would listen on {interfaces}: run `make test-prism`"
    yield
    for process in running():
        os.kill(process, signal.SIGKILL)


def running() -> list[int]:
    """The process ids of Prism in this network namespace."""
    here, found = os.readlink("/proc/self/ns/net"), []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "exe") == str(DEFAULT_PROGRAM) and os.readlink(entry / "ns/net") == here:
                found.append(int(entry.name))
        except OSError:
            continue
    return found
