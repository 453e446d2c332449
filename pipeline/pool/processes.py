"""A supervised pool of processes: every core in use, no article takes the others with it.

Articles travel in batches. A batch that runs out of time or memory, or kills its process, is tried again
an article at a time, so that the one at fault is found, and only that one fails. Dead processes are replaced.
An article whose process dies has a second try, as somebody else may have killed it.
"""

import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, TimeoutError, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from pebble import ProcessExpired, ProcessPool

from connectors.metrics import POOL_RESTARTS, STEPS
from pipeline.enrich.places.gazetteer import gazetteer_file
from pipeline.errors import BadRecordError, Reason, UsageError
from pipeline.pool import worker
from pipeline.pool.step import Step
from pipeline.records import Item

LOG = logging.getLogger(__name__)
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
TRIES = 2  # of an article whose process dies
MOST_RENEWALS = 5  # of the pool, without any batch that came to its end between them
START_SECONDS = 60.0  # the longest time that a process may take to load its model
WAIT_SECONDS = 1.0

Done = tuple[Sequence[Item], worker.Times]

_pools: "dict[PoolSettings, Pool]" = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """`processes` 0 is one a core. `article_seconds` bounds an article, and also a batch; `memory_mb` a process."""

    model: str
    processes: int = 0
    article_seconds: float = 30.0
    memory_mb: int = 3000


class Batch:
    """Items under way in the pool."""

    def __init__(
        self, pool: "Pool", steps: Sequence[Step], items: Sequence[Item], tries: int = TRIES
    ) -> None:
        self._pool, self._steps, self._items, self._tries = pool, steps, items, tries
        self._future = pool.schedule(steps, items) if items else None

    def results(self) -> Iterator[Item]:
        """What became of each item, in order. Waits. Raises UsageError if processes can't even start."""
        if self._future is None:
            return
        try:
            yield from self._pool.outcome(self._future)
            return
        except BrokenProcessPool:  # nothing has been tried
            yield from Batch(self._pool, self._steps, self._items, self._tries).results()
            return
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a step raises is the fault of one item
            died = isinstance(error, ProcessExpired)
            if died or isinstance(error, TimeoutError):
                POOL_RESTARTS.inc()
                LOG.warning("a process of the pool was replaced: %s", type(error).__name__)
            if len(self._items) == 1 and not (died and self._tries > 1):
                yield self._items[0].failed(self._steps[0].stage, self._pool.fault(error))
                return
        for item in self._items:
            yield from Batch(self._pool, self._steps, [item], self._tries - 1).results()


class Pool:
    """Processes that each hold model and tables. Started with forkserver: a fork beside gRPC's threads may hang.

    The pool is made anew where it breaks, which it does if a process dies with nothing to do or while it starts,
    and where it stands still, which it may do if a process dies while it holds the lock of their common pipe.
    Raises UsageError if the gazetteer can't be made.
    """

    def __init__(self, settings: PoolSettings) -> None:
        self._settings = settings
        for name in _ONE_THREAD:
            os.environ.setdefault(name, "1")
        self.processes = settings.processes or os.cpu_count() or 1
        self._renewing = threading.Lock()
        self._renewals = 0  # since the last batch that came to its end
        gazetteer_file()  # made once, not by each process
        self._pool = self._made()

    def _made(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([worker.__name__])
        self._moved_at = time.monotonic()
        return ProcessPool(
            max_workers=self.processes,
            context=context,
            initializer=worker.start,
            initargs=(self._settings.model, self._settings.memory_mb),
        )

    def schedule(self, steps: Sequence[Step], items: Sequence[Item]) -> "Future[Done]":
        """`steps` over `items` under way, under the time limit of one article."""
        with self._renewing:
            if not self._pool.active:
                self._renew("broke")
            self._moved_at = time.monotonic()
            return self._pool.schedule(
                worker.run, args=(steps, items), timeout=self._settings.article_seconds
            )

    def outcome(self, future: "Future[Done]") -> Sequence[Item]:
        """The result of `future`, or what it raises; BrokenProcessPool if the pool stands still. Waits."""
        while not wait((future,), WAIT_SECONDS).done:
            with self._renewing:
                if time.monotonic() - self._moved_at > self._settings.article_seconds + START_SECONDS:
                    self._renew("stood still")
                    raise BrokenProcessPool
        self._moved_at = time.monotonic()
        if not isinstance(future.exception(), BrokenProcessPool):
            self._renewals = 0
        items, times = future.result()
        STEPS.add(times)
        return items

    def _renew(self, why: str) -> None:
        self._renewals += 1
        if self._renewals > MOST_RENEWALS:
            raise UsageError(
                f"the processes of the pool end as soon as they start: can model {self._settings.model!r} be "
                f"loaded within {self._settings.memory_mb} MB?"
            )
        POOL_RESTARTS.inc(self.processes)
        LOG.warning("the pool of processes %s and is made anew", why)
        threading.Thread(
            target=_stop, args=(self._pool,), daemon=True
        ).start()  # what hangs may hang for good
        self._pool = self._made()

    def submit(self, steps: Sequence[Step], items: Sequence[Item]) -> Batch:
        """`steps` over `items` under way."""
        return Batch(self, steps, items)

    def fault(self, error: Exception) -> BadRecordError:
        """The error of the article that ran out of time or memory, killed its process or made a step fail."""
        if isinstance(error, TimeoutError):
            seconds = self._settings.article_seconds
            return BadRecordError(Reason.TIMEOUT, f"it took longer than {seconds:g} s")
        if isinstance(error, ProcessExpired):
            return BadRecordError(Reason.CRASHED, f"it killed its process (exit code {error.exitcode})")
        if isinstance(error, MemoryError):
            return BadRecordError(
                Reason.TOO_LARGE, f"it needs more than {self._settings.memory_mb} MB of memory"
            )
        return BadRecordError(Reason.INTERNAL_ERROR, f"{type(error).__name__}: {error}")

    def close(self) -> None:
        """Stop the processes."""
        _stop(self._pool)


def _stop(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def shared(settings: PoolSettings) -> Pool:
    """The pool of this process for `settings`: engines renew DoFns often, the pool stays."""
    with _lock:
        if settings not in _pools:
            _pools[settings] = Pool(settings)
        return _pools[settings]


def close_all() -> None:
    """Stop every pool of this process."""
    with _lock:
        for pool in _pools.values():
            pool.close()
        _pools.clear()
