"""The books of a run: what became of each input record, by what the output topics say."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console

from connectors.records import Origin

if TYPE_CHECKING:
    from pipeline.cli.records import Read

DEAD_LETTER = "DEAD_LETTER"
_WORDS = {
    "EXTRACTED": "extracted",
    "DUPLICATE": "duplicate",
    "UNSUPPORTED_LANGUAGE": "in another language",
    "EMPTY": "empty",
    DEAD_LETTER: "dead letter",
}


@dataclass(slots=True)
class Books:
    """Outcomes by input record, and what else the demo tells at its end."""

    outcomes: dict[Origin, list[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    copies: list[tuple[str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    stories: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)

    def enter(self, found: "Read") -> None:
        """Take an output record into the books."""
        record = found.record
        if found.schema == "Event":
            self.events[record["event_type"]] += 1
            return
        outcome = record["outcome"] if found.schema == "EnrichedArticle" else DEAD_LETTER
        self.outcomes.setdefault(Origin(**record["origin"]), []).append(outcome)
        if outcome == DEAD_LETTER:
            self.failures.append(f"{record['stage']}: {record['error']}")
            return
        self.titles[record["article_id"]] = record["title"] or record["article_id"]
        if record["duplicate_of"]:
            self.copies.append((record["article_id"], record["duplicate_of"]))
        elif record["story_id"]:
            self.stories[record["story_id"]] += 1

    def balance(self, produced: int) -> bool:
        """Whether each of the `produced` records has exactly one outcome."""
        return len(self.outcomes) == produced and all(len(found) == 1 for found in self.outcomes.values())

    def print_summary(self, console: Console, produced: int, seconds: float) -> None:
        """What came out, and the sum that must be right."""
        counts = Counter(outcome for found in self.outcomes.values() for outcome in found)
        parts = " + ".join(_counted(counts[outcome], word) for outcome, word in _WORDS.items())
        sign, verdict = ("=", "✓") if self.balance(produced) else ("≠", "✗ the books do not balance")
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
        console.print(f"{produced} articles {sign} {parts} {verdict}", style="bold", soft_wrap=True)
        for line in totals:
            console.print(line, soft_wrap=not console.is_terminal)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}s" if count != 1 and word in ("duplicate", "dead letter") else f"{count} {word}"
