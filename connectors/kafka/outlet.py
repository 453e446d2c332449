"""Where the outputs of one source partition leave: one a partition and process, which outlives a broker's absence."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from kafka import TopicPartition

from connectors.errors import ConnectorError, FencedError
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.writers import CLOSE_SECONDS, Writer
from connectors.records import OutputRecord

PATIENCE_SECONDS = 300.0
PAUSE_SECONDS = 1.0  # between tries; each takes up to ten more until it is clear that nobody answers

Kind = Callable[[KafkaSettings, TopicPartition], Writer]

_LOG = logging.getLogger(__name__)


class Outlet:
    """One bundle's outputs at a time, each source record's once. Errors come as ConnectorError.

    1. A bundle that begins below what has been written is refused: one of before a restart is still running.
    2. A write fails. Its outcome is unknown, so the writer is thrown away, and unless the error is one that
       stays, a new one is made, which shuts the old one out for good and then asks what is committed.
    3. Where the write began: nothing has come of it, and it is done again. Where it was to end: it had come
       through. Anywhere else: another process has gone on, and this one must end.
    4. That goes on for `patience_seconds`, or until `stop` is set; then the last error is raised.

    A run that has taken the group over while this one waits and has committed nothing yet is shut out by
    step 2, and says so; whichever goes on, nothing is lost or written twice.
    """

    def __init__(
        self,
        kind: Kind,
        settings: KafkaSettings,
        partition: TopicPartition,
        patience_seconds: float,
        stop: threading.Event,
    ) -> None:
        self._kind = kind
        self._settings, self._partition = settings, partition
        self._patience_seconds = patience_seconds
        self._stop = stop
        self._lock = threading.Lock()
        self._writer: Writer | None = None

    def next_offset(self) -> int:
        """The group's committed offset, -1 if there is none: what lies below it has been written."""
        with self._lock:
            return self._patiently(lambda: self._opened().next_offset)

    def write(self, outputs: Sequence[OutputRecord], first: int, next_offset: int) -> None:
        """Write `outputs`, which come of the source's records from offset `first` on, and commit `next_offset`."""
        with self._lock:
            before = self._patiently(lambda: self._opened().next_offset)
            if first < before:
                raise ConnectorError(
                    f"a bundle begins at offset {first} of {self._name}, and up to {before} all is written: "
                    "it is of before a restart"
                )
            self._patiently(lambda: self._write(outputs, before, next_offset))

    def close(self) -> None:
        """Throw the writer away, without waiting for it longer than a moment."""
        writer, self._writer = self._writer, None
        if writer is not None:
            closing = threading.Thread(target=_close_quietly, args=(writer,), daemon=True)
            closing.start()
            closing.join(CLOSE_SECONDS)

    def _write(self, outputs: Sequence[OutputRecord], before: int, next_offset: int) -> None:
        writer = self._opened()
        if writer.next_offset == next_offset:
            return
        if writer.next_offset != before:
            raise FencedError(
                f"writing what comes of {self._name}: another process of group {self._settings.group_id} has "
                f"committed offset {writer.next_offset}; this one ends"
            )
        writer.write(outputs, next_offset)

    def _opened(self) -> Writer:
        if self._writer is None:
            self._writer = self._kind(self._settings, self._partition)
        return self._writer

    def _patiently[T](self, work: Callable[[], T]) -> T:
        """What `work` returns, tried again after errors that may pass."""
        began, warned = time.monotonic(), False
        while True:
            try:
                done = work()
            except ConnectorError as error:
                self.close()
                waited = time.monotonic() - began
                if not error.retryable or self._stop.is_set() or self._patience_seconds <= 0:
                    raise
                if waited >= self._patience_seconds:
                    doing = f"writing what comes of {self._name}: given up after {waited:.0f} s"
                    raise ConnectorError(f"{doing}: {error}") from error
                if not warned:
                    _LOG.warning("%s: waiting for it, up to %g s", error, self._patience_seconds)
                    warned = True
                self._stop.wait(PAUSE_SECONDS)
            except BaseException:
                self.close()
                raise
            else:
                if warned:
                    waited = time.monotonic() - began
                    _LOG.warning("what comes of %s is written again, after %.0f s", self._name, waited)
                return done

    @property
    def _name(self) -> str:
        return f"{self._partition.topic}-{self._partition.partition}"


class Outlets:
    """The outlets of this process, by what tells them apart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._outlets: dict[Any, Outlet] = {}
        self._stop = threading.Event()

    def get(
        self, kind: Kind, settings: KafkaSettings, partition: TopicPartition, patience_seconds: float
    ) -> Outlet:
        """The outlet of `partition`, made if missing."""
        with self._lock:
            key = (kind, settings, partition, patience_seconds)
            if key not in self._outlets:
                self._outlets[key] = Outlet(*key, self._stop)
            return self._outlets[key]

    def stop(self) -> None:
        """End every wait: what is tried fails with what it met last."""
        self._stop.set()

    def allow_start(self) -> None:
        """Undo `stop`."""
        self._stop.clear()

    def close_all(self) -> None:
        """Close and forget every outlet."""
        with self._lock:
            outlets, self._outlets = list(self._outlets.values()), {}
        for outlet in outlets:
            outlet.close()


def _close_quietly(writer: Writer) -> None:
    try:
        writer.close()
    except Exception:  # noqa: BLE001 - it is being thrown away because it failed
        _LOG.debug("a writer did not close", exc_info=True)
