"""Made-up sentences, what each tells, and how much of it the coder finds; see golden.tsv."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.language import Language

from pipeline.enrich.core import enrich
from pipeline.extract.core import extract
from pipeline.options import OPTIONS
from pipeline.records import Actor, Article, Event, EventType, Grouping
from pipeline.tables import rows

MIN_CONFIDENCE = next(o.default for o in OPTIONS if o.name == "min-confidence")
COLUMNS = ("type", "mode", "modality", "actors", "recipients")
ANY, NOBODY, SILENT = "*", "-", "NONE"


@dataclass
class Column:
    """How often a column is right, and the lines to print where it is not."""

    right: int = 0
    judged: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.judged

    def add(self, right: bool, line: str) -> None:
        self.right += right
        self.judged += 1
        if not right:
            self.wrong.append(line)


def judged(nlp: Language) -> dict[str, Column]:
    """The file's columns, and ``silence``: sentences of ordinary news without an event of the sixteen types.

    Of a sentence that tells something, the surest event counts. Only where its type is right are the other
    columns judged.
    """
    table = rows(__package__, "golden.tsv")
    columns: dict[str, Column] = defaultdict(Column)
    for (sentence, *expected), event in zip(table, surest(nlp, [row[0] for row in table]), strict=True):
        for name, wanted, found, right in _compared(expected, event):
            columns[name].add(right, f"{sentence}\n    {wanted}, not {found}")
    return columns


def surest(nlp: Language, sentences: Sequence[str]) -> Iterator[Event | None]:
    """Of each sentence, read as an article, the surest event of the sixteen types that comes out."""
    articles = [Article(str(number), None, sentence) for number, sentence in enumerate(sentences)]
    for article, extraction in zip(articles, extract(nlp, articles), strict=True):
        events = enrich(article, Grouping("s"), extraction, "m", MIN_CONFIDENCE).events
        typed = [e for e in events if e.event_type is not EventType.OTHER]
        yield max(typed, key=lambda e: e.confidence, default=None)


def _compared(expected: Sequence[str], event: Event | None) -> Iterator[tuple[str, str, str, bool]]:
    """Column, what is expected, what is found, and whether that is right."""
    kind, mode, modality, actors, recipients = expected
    found = event.event_type.value if event else SILENT
    yield "silence" if kind == SILENT else "type", kind, found, found == kind
    if event is None or found != kind:
        return
    for name, wanted, value in (("mode", mode, event.mode or NOBODY), ("modality", modality, event.modality)):
        if wanted != ANY:
            yield name, wanted, value, value == wanted
    for name, wanted, parties in (
        ("actors", actors, event.actors),
        ("recipients", recipients, event.recipients),
    ):
        if wanted != ANY:
            yield name, wanted, "; ".join(map(_shown, parties)) or NOBODY, _are(parties, wanted)


def _are(parties: Sequence[Actor], wanted: str) -> bool:
    """Whether each of the parties is expected, and each that is expected is there."""
    names = [] if wanted == NOBODY else wanted.split("; ")
    return all(any(_is(p, n) for p in parties) for n in names) and all(
        any(_is(p, n) for n in names) for p in parties
    )


def _is(party: Actor, name: str) -> bool:
    if len(name) == 3 and name.isupper():
        return party.country == name
    return name.casefold() in party.text.casefold()


def _shown(party: Actor) -> str:
    return f"{party.text} ({party.country})" if party.country else party.text
