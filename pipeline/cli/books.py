"""The books as people read them: the sum of all outcomes, and what else the demo tells at its end."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.console import Console

from connectors.records import Origin
from pipeline.audit import DEAD_LETTER, Accounts, Report

if TYPE_CHECKING:
    from pipeline.cli.records import Read

_WORDS = {
    "EXTRACTED": "extracted",
    "DUPLICATE": "duplicate",
    "UNSUPPORTED_LANGUAGE": "in another language",
    "EMPTY": "empty",
    DEAD_LETTER: "dead letter",
}


_FAULTS = {
    "missing": "records without an outcome",
    "doubled": "records with more than one outcome",
    "foreign": "outcomes of what was never there to read",
    "orphan_events": "events without their article",
    "doubled_events": "events more often than their article",
    "missing_events": "articles without their main event",
}


def equation(outcomes: Mapping[str, int]) -> str:
    """All outcomes as a sum, in words."""
    return " + ".join(_counted(outcomes.get(outcome, 0), word) for outcome, word in _WORDS.items())


def _counted(count: int, word: str) -> str:
    return f"{count} {word}s" if count != 1 and word in ("duplicate", "dead letter") else f"{count} {word}"


def faults(report: Report) -> str:
    """What the books lack, such as ``2 records without an outcome``."""
    return ", ".join(f"{count} {_FAULTS[kind]}" for kind, count in report.faults.items())


def enter(accounts: Accounts, found: "Read", place: Origin, written_ms: int = 0) -> None:
    """Take the output record at `place`, written at that time, into `accounts`."""
    record = found.record
    if found.schema == "Event":
        accounts.event(record["event_id"], record["article_id"], place)
        return
    origin = Origin(**record["origin"])
    if found.schema == "DeadLetter":
        accounts.outcome(origin, DEAD_LETTER, written_ms=written_ms)
    else:
        accounts.outcome(
            origin, record["outcome"], record["article_id"], record["main_event_id"], written_ms=written_ms
        )


@dataclass(slots=True)
class Books:
    """The books of the `produced` records of a topic of one partition, and what else the demo tells."""

    topic: str
    produced: int
    titles: dict[str, str] = field(default_factory=dict)
    copies: list[tuple[str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    stories: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    _accounts: Accounts = field(init=False)

    def __post_init__(self) -> None:
        self._accounts = Accounts({(self.topic, 0): range(self.produced)})
        for offset in range(self.produced):
            self._accounts.record(Origin(self.topic, 0, offset))

    def enter(self, found: "Read", place: Origin) -> None:
        """Take the output record at `place` into the books."""
        enter(self._accounts, found, place)
        record = found.record
        if found.schema == "Event":
            self.events[record["event_type"]] += 1
        elif found.schema == "DeadLetter":
            self.failures.append(f"{record['stage']}: {record['error']}")
        else:
            self._enter_article(record)

    def _enter_article(self, record: Mapping[str, Any]) -> None:
        self.titles[record["article_id"]] = record["title"] or record["article_id"]
        if record["duplicate_of"]:
            self.copies.append((record["article_id"], record["duplicate_of"]))
        elif record["story_id"]:
            self.stories[record["story_id"]] += 1

    def close(self) -> Report:
        """Whether each record has one outcome, and each event its article."""
        return self._accounts.close({(self.topic, 0): 0})

    def print_summary(self, console: Console, seconds: float) -> None:
        """What came out, and the sum that must be right."""
        report = self.close()
        sign, verdict = ("=", "✓") if report.balanced else ("≠", f"✗ {faults(report)}")
        types = ", ".join(f"{count} {name}" for name, count in self.events.most_common())
        told = sum(count > 1 for count in self.stories.values())
        copies = [f"copy: “{self.titles[copy]}” of “{self.titles.get(of, of)}”" for copy, of in self.copies]
        small = [*copies, *(f"dead letter: {failure}" for failure in self.failures), ""]
        totals = (
            f"{self.events.total()} events: {types or 'none'}",
            f"{len(self.stories)} stories, {told} of them in several articles; {seconds:.0f} s in all",
        )
        for line in small:
            console.print(line, style="dim", soft_wrap=not console.is_terminal)
        total = f"{self.produced} articles {sign} {equation(report.outcomes)} {verdict}"
        console.print(total, style="bold", soft_wrap=True)
        for line in totals:
            console.print(line, soft_wrap=not console.is_terminal)
