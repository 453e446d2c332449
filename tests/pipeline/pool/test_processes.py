"""The pool finds the article at fault and loses no other."""

import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from pipeline.errors import Reason, UsageError
from pipeline.extract.model import PACKAGED_MODEL
from pipeline.extract.transform import Extract
from pipeline.pool.processes import Done, Pool, PoolSettings
from pipeline.pool.step import Step
from pipeline.records import Article, Item
from tests.pipeline.pool.items import item

STEPS = (Extract(PACKAGED_MODEL),)
SHORT = [item(i, f"The minister met {i} farmers in Lyon on Monday.") for i in range(4)]
MIDDLE = item(5, "The minister met the farmers of the valley in Lyon on Monday. " * 100)
LONG = item(6, "The minister met the farmers of the valley in Lyon on Monday. " * 3000)


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
    assert len(list(made.submit(STEPS, SHORT[:1]).results())) == 1
    yield made
    made.close()


def test_a_batch_keeps_its_order(pool: Pool) -> None:
    found = list(pool.submit(STEPS, SHORT).results())
    assert [sentence(x) for x in found] == [x.article.text for x in SHORT if x.article]


def sentence(done: Item) -> str | None:
    """The first sentence that was found; none in a dead letter."""
    return done.extraction.sentences[0].text if done.extraction else None


def failures(done: Iterable[Item]) -> list[Reason | None]:
    """Why items became dead letters."""
    return [x.failure.reason if x.failure else None for x in done]


def test_only_the_article_that_takes_too_long_fails(pool: Pool) -> None:
    found = list(pool.submit(STEPS, [SHORT[0], LONG, SHORT[1]]).results())
    assert failures(found) == [None, Reason.TIMEOUT, None]
    assert found[1].failure
    assert found[1].failure.stage == "extract"


def test_a_killed_process_loses_no_article(pool: Pool) -> None:
    batch = pool.submit(STEPS, [LONG, *SHORT])
    time.sleep(0.5)
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    found = list(batch.results())
    assert [x.record.origin for x in found] == [x.record.origin for x in [LONG, *SHORT]]
    assert not any(failures(found[1:]))


def test_an_article_whose_process_is_killed_once_has_another_try(pool: Pool) -> None:
    batch = pool.submit(STEPS, [MIDDLE])
    time.sleep(0.1)
    killed = workers()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    assert killed
    assert not any(failures(batch.results()))


def test_an_article_that_kills_its_process_again_is_named(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Future[Done]] = []
    schedule = pool.schedule

    def killed_when_it_runs(steps: Sequence[Step], items: Sequence[Item]) -> Future[Done]:
        tries.append(schedule(steps, items))
        threading.Thread(target=kill, args=(tries[-1],)).start()
        return tries[-1]

    def kill(future: Future[Done]) -> None:
        while not future.running():
            time.sleep(0.01)
        for pid in workers():
            os.kill(pid, signal.SIGKILL)

    monkeypatch.setattr(pool, "schedule", killed_when_it_runs)
    assert failures(pool.submit(STEPS, [LONG]).results()) == [Reason.CRASHED]
    assert len(tries) == 2


def test_a_pool_whose_idle_process_is_killed_is_made_anew(pool: Pool) -> None:
    for _ in range(2):
        killed = workers()
        assert killed
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)
        assert not any(failures(pool.submit(STEPS, SHORT).results()))


def test_a_pool_that_stands_still_is_made_anew(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.pool.processes.START_SECONDS", 8.0)
    (stuck,) = workers()
    monkeypatch.setattr(pool._pool._pool_manager.worker_manager, "maybe_stop_worker", lambda _: False)
    os.kill(stuck, signal.SIGSTOP)
    assert not any(failures(pool.submit(STEPS, SHORT).results()))


def test_a_model_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}")
    broken = Pool(PoolSettings(str(tmp_path), processes=1))
    with pytest.raises(UsageError, match="end as soon as they start"):
        list(broken.submit(STEPS, SHORT).results())
    broken.close()


def test_what_a_step_raises_is_the_articles_own_fault() -> None:
    broken = Pool(PoolSettings(PACKAGED_MODEL, processes=1))
    bad = replace(SHORT[3], article=Article("bad", text=7))  # type: ignore[arg-type]
    try:
        found = failures(broken.submit(STEPS, [SHORT[0], bad, SHORT[1]]).results())
    finally:
        broken.close()
    assert found == [None, Reason.INTERNAL_ERROR, None]


def test_the_time_that_steps_take_in_the_pool_is_counted(pool: Pool) -> None:
    before = REGISTRY.get_sample_value("dateline_step_seconds_count", {"step": "extract"}) or 0
    list(pool.submit(STEPS, SHORT).results())
    assert REGISTRY.get_sample_value("dateline_step_seconds_count", {"step": "extract"}) == before + 1


def test_an_article_that_needs_too_much_memory_is_named() -> None:
    small = Pool(PoolSettings(PACKAGED_MODEL, processes=1, memory_mb=2000))
    try:
        found = list(small.submit((Hungry(),), SHORT[:2]).results())
    finally:
        small.close()
    assert failures(found) == [Reason.TOO_LARGE, None]


@dataclass(frozen=True)
class Hungry:
    """A step that takes 2 GB for the first article."""

    stage = "clean"

    def __call__(self, items: Sequence[Item]) -> Sequence[Item]:
        """Allocate, and let go."""
        return [x.stepped(self.stage, self._fed) for x in items]

    def _fed(self, hungry: Item) -> Item:
        if hungry.record.origin.offset == 0:
            bytearray(2 << 30)
        return hungry
