"""The explanation of a sentence for people to read."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.cli.explained_event import details, headline
from pipeline.cli.grid import grid
from pipeline.explain import ExplainedPart
from pipeline.extract.coder.explain import ClauseParts, LookedUp, RejectedReading, Tried, Verdict, Word
from pipeline.findings import Finding

INDENT = 2
MARKS = {Verdict.TAKEN: "✓", Verdict.FAILED: "✗", Verdict.NO_EVENT: "∅", Verdict.LATER: "·"}
STYLES = {Verdict.TAKEN: "green"}


def print_explanation(console: Console, part: ExplainedPart) -> None:
    """A sentence: tree, clauses, lines of the tables, events, readings that are no events, and what else is in it."""
    sentence = part.sentence
    console.print(Text(f"“{' '.join(sentence.text.split())}”", style="bold"))
    console.print()
    if not sentence.words:
        _print(console, "A dateline or rubric, which is not read", "")
        _print_found(console, part.found)
        return
    _print(console, "Tree", _tree(sentence.words))
    _print(console, "Clauses", grid(map(_clause, sentence.clauses)))
    _print(console, "Lines of the tables", Group(*map(_lookup, sentence.lookups)))
    for number, outcome in enumerate(part.outcomes, 1):
        _print(console, f"Event {number}: {headline(outcome)}", details(outcome))
    if not part.outcomes:
        _print(console, "No event", "")
    if sentence.rejected:
        _print(console, "Rejected", grid(map(_rejected, sentence.rejected)))
    _print_found(console, part.found)


def _print_found(console: Console, found: Sequence[Finding]) -> None:
    if found:
        _print(console, "Times, places, entities, quotations", grid(map(_finding, found)))


def _finding(finding: Finding) -> tuple[str, str]:
    resolved = f"“{' '.join(finding.text.split())}”: {finding.resolved or 'none'}"
    return finding.step, f"{resolved}  ← {finding.why}" if finding.why else resolved


def print_removed(console: Console, lines: Sequence[tuple[str, str]]) -> None:
    """The lines that cleaning took off the text, and why."""
    if lines:
        _print(console, "Cleaned off", grid([f"“{line}”  ← {why}"] for line, why in lines))


def _print(console: Console, title: str, body: RenderableType) -> None:
    console.print(Text(title, style="bold cyan"), Padding(body, (0, 0, 1, INDENT)))


def _tree(words: Sequence[Word]) -> Table:
    below: dict[int, list[Word]] = {}
    for word in words:
        if word.head != word.index:
            below.setdefault(word.head, []).append(word)
    rows = []
    todo = [word for word in reversed(words) if word.head == word.index]
    while todo:
        word = todo.pop()
        rows.append(("  " * word.depth + word.text, word.lemma, word.tag, word.dep, word.entity))
        todo += reversed(below.get(word.index, []))
    return grid(rows)


def _clause(clause: ClauseParts) -> tuple[str, str]:
    parts = {"agents": clause.agents, "patients": clause.patients}
    parts |= {f"“{name}”": objects for name, objects in clause.prepositions.items()}
    parts |= {"complements": clause.complements, "auxiliaries": clause.auxiliaries}
    said = [f"{name}: {', '.join(words)}" for name, words in parts.items() if words]
    voice = ["passive" if clause.passive else "active", *(["negated"] if clause.negated else [])]
    under = [f"under {clause.under}"] if clause.under else []
    predicate = f"{clause.lemma} {clause.particle}" if clause.particle else clause.lemma
    return predicate, "; ".join([" ".join(voice), *said, *under])


def _lookup(looked: LookedUp) -> RenderableType:
    if not looked.tried:
        forms = " or ".join(f"“{form}”" for form in looked.forms)
        return Text(f"{looked.text}  ← no line for {forms} in {looked.table}")
    return Group(Text(looked.text), Padding(grid(map(_tried, looked.tried)), (0, 0, 0, INDENT)))


def _tried(tried: Tried) -> tuple[RenderableType, ...]:
    said = tried.line.shown
    if tried.failures:
        failures = (
            f"{f.constraint} fails: {', '.join(f.fillers) or 'nothing is there'}" for f in tried.failures
        )
        said += f"  ← {'; '.join(failures)}"
    elif tried.verdict is not Verdict.TAKEN:
        said += f"  ← {tried.verdict}"
    style = STYLES.get(tried.verdict, "dim")
    return Text(f"{MARKS[tried.verdict]} {tried.line}", style=style), Text(said, style=style)


def _rejected(reading: RejectedReading) -> tuple[str, str]:
    kind = f"{reading.event_type} {reading.mode}" if reading.mode else reading.event_type
    of = f", “{reading.of}”" if reading.of else ""
    return reading.trigger, f"{kind} ({', '.join(map(str, reading.lines))})  ← {reading.fate}{of}"
