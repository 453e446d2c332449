"""A supervised pool of processes for extraction: every core in use, no article takes the others with it.

Articles travel in batches. A batch that runs out of time or kills its process is tried again an article
at a time, so that the one at fault is found, and only that one fails. Dead processes are replaced.
"""

import logging
import multiprocessing
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, TimeoutError
from dataclasses import dataclass

from pebble import ProcessExpired, ProcessPool

from connectors.metrics import POOL_RESTARTS
from pipeline.errors import BadRecordError, Reason
from pipeline.extract import worker
from pipeline.records import Article, Extraction

LOG = logging.getLogger(__name__)
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_pools: "dict[PoolSettings, Pool]" = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """`processes` 0 is one a core. `article_seconds` bounds an article, and also a batch."""

    model: str
    processes: int = 0
    article_seconds: float = 30.0


class Batch:
    """Articles under way in the pool."""

    def __init__(self, pool: "Pool", articles: Sequence[Article]) -> None:
        self._pool, self._articles = pool, articles
        self._future = pool.schedule(articles)

    def results(self) -> Iterator[Extraction | BadRecordError]:
        """What became of each article, in order. Waits."""
        try:
            yield from self._future.result()
            return
        except (TimeoutError, ProcessExpired) as error:
            POOL_RESTARTS.inc()
            LOG.warning("an extraction process was replaced: %s", type(error).__name__)
            if len(self._articles) == 1:
                yield self._pool.fault(error)
                return
        except Exception as error:  # noqa: BLE001 - whatever extraction raises is the fault of one article
            if len(self._articles) == 1:
                yield BadRecordError(Reason.INTERNAL_ERROR, f"{type(error).__name__}: {error}")
                return
        for article in self._articles:
            yield from Batch(self._pool, [article]).results()


class Pool:
    """Processes that each hold the model. Started with forkserver: a fork beside gRPC's threads may hang."""

    def __init__(self, settings: PoolSettings) -> None:
        self._settings = settings
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([worker.__name__])
        for name in _ONE_THREAD:
            os.environ.setdefault(name, "1")
        self.processes = settings.processes or os.cpu_count() or 1
        self._pool = ProcessPool(
            max_workers=self.processes, context=context, initializer=worker.start, initargs=(settings.model,)
        )

    def schedule(self, articles: Sequence[Article]) -> "Future[list[Extraction]]":
        """Extraction of `articles` under way, under the time limit of one article."""
        return self._pool.schedule(worker.run, args=(articles,), timeout=self._settings.article_seconds)

    def submit(self, articles: Sequence[Article]) -> Batch:
        """Extraction of `articles` under way."""
        return Batch(self, articles)

    def fault(self, error: Exception) -> BadRecordError:
        """The error of the article that ran out of time or killed its process."""
        if isinstance(error, TimeoutError):
            seconds = self._settings.article_seconds
            return BadRecordError(Reason.TIMEOUT, f"extraction took longer than {seconds:g} s")
        code = getattr(error, "exitcode", None)
        return BadRecordError(Reason.CRASHED, f"extraction killed its process (exit code {code})")

    def close(self) -> None:
        """Stop the processes."""
        self._pool.stop()
        self._pool.join()


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
