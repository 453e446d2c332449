"""What a process has done, as Prometheus metrics; `serve` shows them, and whether the process is well.

An engine that spreads over processes has these of each process for itself.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import Counter, Gauge, Histogram, Summary, make_wsgi_app

from connectors.errors import ConnectorError

READ = Counter("dateline_records_read", "Records read from the input topics.")
ARTICLES = Counter(
    "dateline_articles", "Articles on their way to commit, by outcome; a replay counts again.", ["outcome"]
)
EVENTS = Counter(
    "dateline_events", "Events on their way to commit, by type; a replay counts again.", ["type"]
)
COMMITTED = Counter("dateline_records_committed", "Source records whose offsets are committed.")
WRITTEN = Counter("dateline_records_written", "Output records written.")
REPLAYS = Counter("dateline_replays_dropped", "Records read again that had been written before.")
LAG = Gauge("dateline_lag_records", "Records between the reader and the end.", ["topic", "partition"])
STEP = Summary(
    "dateline_step_seconds", "Time of a step over an article; of extract, over a batch of them.", ["step"]
)
COMMIT = Histogram(
    "dateline_commit_seconds", "Time of a commit.", buckets=(0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
)
POOL_RESTARTS = Counter("dateline_pool_restarts", "Processes of the pool that were replaced.")

STALE_SECONDS = 120.0  # more than an article may take, tried again in its batch


class _Steps:
    """How long steps take. A process that serves no metrics keeps its times, for the one that does to add."""

    def __init__(self) -> None:
        self._kept: list[tuple[str, float]] | None = None

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        """The block is `step`."""
        began = time.perf_counter()
        try:
            yield
        finally:
            taken = [(step, time.perf_counter() - began)]
            if self._kept is None:
                self.add(taken)
            else:
                self._kept += taken

    def keep(self) -> None:
        """Keep times from now on, for `taken`."""
        self._kept = []

    def taken(self) -> list[tuple[str, float]]:
        """The times kept since it was last asked: steps and seconds."""
        kept, self._kept = self._kept or [], []
        return kept

    def add(self, times: Iterable[tuple[str, float]]) -> None:
        """Times that were kept elsewhere."""
        for step, seconds in times:
            STEP.labels(step).observe(seconds)


STEPS = _Steps()


@dataclass(frozen=True, slots=True)
class MetricsSettings:
    """Where to serve; `port` 0 is nowhere."""

    host: str = "127.0.0.1"
    port: int = 0


class _Pulse:
    """When the source was last asked for records: the whole way to commit lies between two times."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def beat(self) -> None:
        self._last = time.monotonic()

    def age(self) -> float:
        return time.monotonic() - self._last


PULSE = _Pulse()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    timeout = 10

    def log_message(self, format: str, *arguments: Any) -> None:
        """Requests are not logged."""


@contextmanager
def serve(settings: MetricsSettings) -> Iterator[int]:
    """Serve ``/metrics`` and ``/health`` while the block runs; its value is the port, 0 for none.

    ``/health`` answers 200, or 503 if no record was asked for in `STALE_SECONDS`. Raises ConnectorError if
    the port is taken.
    """
    if not settings.port:
        yield 0
        return
    try:
        server = make_server(settings.host, settings.port, _application(), _Server, _Silent)
    except OSError as error:
        raise ConnectorError(
            f"metrics can't be served on {settings.host}:{settings.port}: {error}"
        ) from error
    PULSE.beat()
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _application() -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    metrics = make_wsgi_app()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/metrics":
                return metrics(environ, start_response)
            case "/health":
                return _health(start_response)
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"/metrics or /health\n"]

    return application


def _health(start_response: Callable[..., Any]) -> Iterable[bytes]:
    age = PULSE.age()
    well = age < STALE_SECONDS
    start_response("200 OK" if well else "503 Service Unavailable", [("Content-Type", "application/json")])
    return [json.dumps({"status": "ok" if well else "stalled", "seconds_since_read": round(age, 1)}).encode()]
