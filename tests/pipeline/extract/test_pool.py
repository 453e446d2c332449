"""The pool finds the article at fault and loses no other."""

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest

from pipeline.errors import BadRecordError, Reason, UsageError
from pipeline.extract.model import PACKAGED_MODEL
from pipeline.extract.pool import Pool, PoolSettings
from pipeline.records import Article, Extraction

SHORT = [Article(f"a{i}", text=f"The minister met {i} farmers in Lyon on Monday.") for i in range(4)]
MIDDLE = Article("middle", text="The minister met the farmers of the valley in Lyon on Monday. " * 100)
LONG = Article("long", text="The minister met the farmers of the valley in Lyon on Monday. " * 3000)


def children(parent: int) -> list[int]:
    """Processes below `parent`, through the forkserver."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            pid = int(status.parent.name)
            found += [pid, *children(pid)]
    return found


def workers() -> list[int]:
    """Processes that do extraction: of the forkserver's, those large enough to hold a model."""
    of_pool = [p for p in children(os.getpid()) if b"forkserver" in Path(f"/proc/{p}/cmdline").read_bytes()]
    pages = {p: int(Path(f"/proc/{p}/statm").read_text().split()[1]) for p in of_pool}
    return [p for p, resident in pages.items() if resident * 4096 > 150_000_000]


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(PoolSettings(PACKAGED_MODEL, processes=1, article_seconds=4))
    assert len(list(made.submit(SHORT[:1]).results())) == 1
    yield made
    made.close()


def test_a_batch_keeps_its_order(pool: Pool) -> None:
    found = list(pool.submit(SHORT).results())
    assert [x.sentences[0].text for x in found if not isinstance(x, Exception)] == [a.text for a in SHORT]


def test_only_the_article_that_takes_too_long_fails(pool: Pool) -> None:
    found = list(pool.submit([SHORT[0], LONG, SHORT[1]]).results())
    assert isinstance(found[1], BadRecordError)
    assert found[1].reason is Reason.TIMEOUT
    assert not isinstance(found[0], Exception)
    assert not isinstance(found[2], Exception)


def test_a_killed_process_loses_no_article(pool: Pool) -> None:
    batch = pool.submit([LONG, *SHORT])
    time.sleep(0.5)
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    found = list(batch.results())
    assert len(found) == 1 + len(SHORT)
    assert not any(isinstance(x, Exception) for x in found[1:])


def test_an_article_whose_process_is_killed_once_has_another_try(pool: Pool) -> None:
    batch = pool.submit([MIDDLE])
    time.sleep(0.1)
    killed = workers()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    assert killed
    assert not [x for x in batch.results() if isinstance(x, Exception)]


def test_an_article_that_kills_its_process_again_is_named(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Future[list[Extraction]]] = []
    schedule = pool.schedule

    def killed_when_it_runs(articles: Sequence[Article]) -> Future[list[Extraction]]:
        tries.append(schedule(articles))
        threading.Thread(target=kill, args=(tries[-1],)).start()
        return tries[-1]

    def kill(future: Future[list[Extraction]]) -> None:
        while not future.running():
            time.sleep(0.01)
        for pid in workers():
            os.kill(pid, signal.SIGKILL)

    monkeypatch.setattr(pool, "schedule", killed_when_it_runs)
    (error,) = pool.submit([LONG]).results()
    assert isinstance(error, BadRecordError)
    assert error.reason is Reason.CRASHED
    assert len(tries) == 2


def test_a_pool_whose_idle_process_is_killed_is_made_anew(pool: Pool) -> None:
    for _ in range(2):
        killed = workers()
        assert killed
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)
        assert not [x for x in pool.submit(SHORT).results() if isinstance(x, Exception)]


def test_a_pool_that_stands_still_is_made_anew(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.pool.START_SECONDS", 0.0)
    (stuck,) = workers()
    monkeypatch.setattr(pool._pool._pool_manager.worker_manager, "maybe_stop_worker", lambda _: False)
    os.kill(stuck, signal.SIGSTOP)
    assert not [x for x in pool.submit(SHORT).results() if isinstance(x, Exception)]


def test_a_model_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}")
    broken = Pool(PoolSettings(str(tmp_path), processes=1))
    with pytest.raises(UsageError, match="end as soon as they start"):
        list(broken.submit(SHORT).results())
    broken.close()


def test_what_extraction_raises_is_the_articles_own_fault() -> None:
    broken = Pool(PoolSettings(PACKAGED_MODEL, processes=1))
    try:
        found = list(broken.submit([SHORT[0], Article("bad", text=7), SHORT[1]]).results())  # type: ignore[arg-type]
    finally:
        broken.close()
    assert [isinstance(x, BadRecordError) for x in found] == [False, True, False]
