"""What the tests of faults share: articles, runs that are killed and looked after, and the audit at the end."""

import json
import os
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from connectors.kafka.admin import committed_offsets
from connectors.kafka.settings import KafkaSettings
from tests.outcomes import DATELINE, producing

COUNTRIES = ("Chile", "Ghana", "Norway", "Japan", "Kenya", "Peru", "Egypt", "India")
PATIENCE_SECONDS = 200.0  # a machine may be slow and busy; what is waited for is always a condition


def article(number: int) -> dict[str, str]:
    """An article of its own; every tenth is a copy of the one five before it."""
    if number % 10 == 9:
        return article(number - 5) | {"id": f"copy-{number}", "title": f"Wire report {number}"}
    chance = random.Random(number)
    host, guest = chance.sample(COUNTRIES, 2)
    words = " ".join(f"word{chance.randrange(100_000)}" for _ in range(60))
    text = (
        f"The president of {guest} met officials of {host} on Monday. They discussed item {number}. {words}."
    )
    return {"id": f"article-{number}", "title": f"Talks {number} in {host}", "text": text, "language": "en"}


def value(number: int) -> bytes:
    """The article as JSON; in every hundred one that can't be read."""
    return b'{"text": "cut sho' if number % 100 == 50 else json.dumps(article(number)).encode()


def produce(address: str, numbers: Iterable[int]) -> None:
    """Put the articles of `numbers` on the topic, in any partition."""
    with producing(address) as producer:
        for number in numbers:
            producer.send("articles", value(number), key=str(number).encode())


def until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> float:
    """Wait for `condition`; the seconds that it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, f"waited in vain for {what}"
        time.sleep(0.05)
    return time.monotonic() - began


def committed(address: str) -> int:
    """How many offsets of the input the group has behind it."""
    offsets = committed_offsets(KafkaSettings(address, "dateline"), ["articles"])
    return sum(offset or 0 for offset in offsets.values())


class Run:
    """``dateline run`` as a process, killed when the context ends if it still runs; `log` is what it said."""

    def __init__(self, address: str, *more: str, environment: Mapping[str, str] | None = None) -> None:
        self.address = address
        options = ("--bootstrap-servers", address, "--workers", "1", "--bundle-records", "16", *more)
        self._log = Path(tempfile.mkdtemp(prefix="dateline-run-")) / "log"
        with self._log.open("wb") as out:
            self.process = subprocess.Popen(
                [*DATELINE, "run", *options],
                stdin=subprocess.DEVNULL,
                stderr=out,
                env={**os.environ, **(environment or {})},
            )

    @property
    def log(self) -> str:
        """What it has said so far."""
        return self._log.read_text()

    def until_it_commits(self) -> float:
        """Wait until more is committed than now; the seconds that it took."""
        before = committed(self.address)
        return until(lambda: self._alive() and committed(self.address) > before, "a commit")

    def until_all_is_done(self, records: int) -> None:
        """Wait until `records` in all are committed; then end it in good order."""
        until(lambda: self._alive() and committed(self.address) == records, "all to be done")
        self.terminate()

    def terminate(self) -> None:
        """End it by SIGTERM, in good order."""
        self.process.terminate()
        assert self.ended() == 0, self.log

    def until_it_says(self, words: str) -> float:
        """Wait until `words` stand in its log."""
        return until(lambda: words in self.log, f"“{words}”")

    def kill(self) -> None:
        """Kill it with SIGKILL, and see that this was its end."""
        self.process.kill()
        assert self.process.wait() == -9, self.log

    def ended(self, seconds: float = 2 * PATIENCE_SECONDS) -> int:
        """Its exit code, once it has ended."""
        return self.process.wait(seconds)

    def _alive(self) -> bool:
        assert self.process.poll() is None, f"the run ended: {self.log}"
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def finish(address: str, *more: str, environment: Mapping[str, str] | None = None) -> None:
    """Run until all that is in the topic is done."""
    with Run(address, "--until-caught-up", *more, environment=environment) as last:
        assert last.ended() == 0, last.log


def audit(address: str, fault: str, *more: str, **figures: float) -> dict[str, Any]:
    """The audit of all that is in the topics, which must balance; prints what can be quoted."""
    command = [*DATELINE, "audit", "--bootstrap-servers", address, "--to-end", "--json", *more]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    assert ended.stdout, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    shown = {name: round(figure, 1) for name, figure in figures.items()}
    shown |= {name: found[name] for name in ("records", "missing", "doubled", "events", "orphan_events")}
    print(f"\n{fault}: " + ", ".join(f"{name} {figure}" for name, figure in shown.items()))
    assert ended.returncode == 0, found
    assert found["balanced"]
    return found
