"""Which lines of the word lists were tried on a sentence's words, and why each was taken or not."""

from collections.abc import Callable, Sequence

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.compose import Composer, Reading
from pipeline.extract.coder.explain.data import Failure, LookedUp, TableLine, Tried, Verdict
from pipeline.extract.coder.frames import (
    TIMES,
    clause_fillers,
    clause_holds,
    noun_entry,
    noun_fillers,
    noun_holds,
    words_of,
)
from pipeline.extract.coder.lexicon import Constraint, Entry, Line, nouns, verbs
from pipeline.extract.coder.tree import Node

NAMING = ("NOUN", "PROPN")


def lookups(nodes: list[Node], clauses: list[Clause], found: Sequence[Reading]) -> tuple[LookedUp, ...]:
    """What became of each predicate and each event noun, in text order. `found` are all readings."""
    told = {node.index for reading in found for node in _told(reading)}
    names = {node.index for reading in found for node in _nouns(reading)}
    composer = Composer(clauses)
    made = [(c.verb, _of_clause(c, composer.read(c))) for c in clauses]
    made += [(n, _of_noun(n, n.index in told)) for n in nodes if _may_name(n) or n.index in names]
    return tuple(looked for _, looked in sorted(made, key=lambda pair: pair[0].index))


def table_line(line: Line) -> TableLine:
    """`line` with its text, columns as in the file."""
    return TableLine(line.file, line.number, line.text)


def _may_name(node: Node) -> bool:
    return node.pos in NAMING and node.lemma in nouns() and node.entity not in TIMES


def _told(reading: Reading | None) -> list[Node]:
    """The words that name a reading and what it is made of."""
    return [reading.trigger, *_nouns(reading), *_told(reading.inner)] if reading else []


def _nouns(reading: Reading) -> list[Node]:
    """The event noun of a reading, also where the parser takes it for no noun."""
    return [reading.noun] if reading.noun else []


def _of_clause(clause: Clause, reading: Reading | None) -> LookedUp:
    forms = words_of(clause)
    entries = [entry for form in forms for entry in verbs().get(form, ())]
    failures = [_failures(e, clause, clause_holds, clause_fillers) for e in entries]
    lines = reading.lines if reading else ()
    taken = next((e for e, f in zip(entries, failures, strict=True) if not f and e.line in lines), None)
    return LookedUp(clause.verb.text, "verbs.tsv", tuple(forms), _tried(entries, failures, taken))


def _of_noun(noun: Node, told: bool) -> LookedUp:
    entries = nouns()[noun.lemma]
    failures = [_failures(e, noun, noun_holds, noun_fillers) for e in entries]
    taken = noun_entry(noun) if told else None
    return LookedUp(noun.text, "nouns.tsv", (noun.lemma,), _tried(entries, failures, taken))


def _failures[T](
    entry: Entry,
    phrase: T,
    holds: Callable[[T, Constraint], bool],
    fillers: Callable[[T, str], Sequence[Node]],
) -> tuple[Failure, ...]:
    return tuple(
        Failure(str(c), tuple(n.text for n in fillers(phrase, c.slot)))
        for c in entry.constraints
        if not holds(phrase, c)
    )


def _tried(
    entries: Sequence[Entry], failures: Sequence[tuple[Failure, ...]], taken: Entry | None
) -> tuple[Tried, ...]:
    made, before = [], True
    for entry, failed in zip(entries, failures, strict=True):
        if failed:
            verdict = Verdict.FAILED
        elif entry is taken:
            verdict, before = Verdict.TAKEN, False
        else:
            verdict = Verdict.NO_EVENT if before else Verdict.LATER
        made.append(Tried(table_line(entry.line), verdict, failed))
    return tuple(made)
