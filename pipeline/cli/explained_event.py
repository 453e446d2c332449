"""An explained event for people to read."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from pipeline.actors.sources import Source
from pipeline.cli.grid import grid
from pipeline.cli.show import day, where
from pipeline.explain import Outcome
from pipeline.extract.coder.explain import Contribution, Participant
from pipeline.records import Actor, as_record


def headline(outcome: Outcome) -> str:
    """Type, mode, code and trigger, whether it comes out, and whether it is the article's main event."""
    event = outcome.event
    kind = f"{event.event_type} {event.mode}" if event.mode else event.event_type
    said = (", the main event" if outcome.main else "") if outcome.emitted else " – not emitted"
    code = f", CAMEO {event.cameo_code}" if event.cameo_code else ""
    return f"{kind}{code}, by “{event.trigger}”{said}"


def details(outcome: Outcome) -> Table:
    """What made an event, and what is known of it, in rows."""
    event = outcome.event
    rows: list[tuple[str, RenderableType]] = []
    if event.lines:
        rows.append(("lines", grid((str(line), line.shown) for line in event.lines)))
    else:
        rows.append(("lines", Text("none: the main clause of a text without another event")))
    why = event.why if isinstance(event.why, str) else f"{event.why}  {event.why.shown}"
    rows.append(("modality", Text(f"{event.modality}: {why}")))
    rows += _participants(outcome)
    for record in map(as_record, outcome.records):
        rows.append(("time", Text(_time(record))))
        rows.append(("place", Text(where(record) or "none")))
    rows.append(("confidence", Text(_confidence(outcome))))
    if event.contributions:
        rows.append(("", grid(map(_contribution, event.contributions))))
    return grid(rows)


def _time(record: dict[str, Any]) -> str:
    if record["time"] is None:
        return "none"
    said = record["time"]["text"]
    return f"{day(record)}, {f'from “{said}”' if said else 'inferred from the publication date'}"


def _participants(outcome: Outcome) -> Iterable[tuple[str, RenderableType]]:
    event, record = outcome.event, outcome.records[0] if outcome.records else None
    for name, heads, resolved in (
        ("actor", event.actors, record.actors if record else ()),
        ("recipient", event.recipients, record.recipients if record else ()),
    ):
        known = [*resolved, *[None] * (len(heads) - len(resolved))]
        for head, actor in zip(heads, known, strict=True):
            yield name, Text(_participant(head, actor, outcome.sources[head.text]))
        if not heads:
            yield name, Text("none")


def _participant(head: Participant, actor: Actor | None, known: Sequence[Source]) -> str:
    said = f"“{head.text}” ({head.slot})"
    if actor:
        facts = (actor.name, actor.country, actor.sector, actor.role)
        said += f": {', '.join(fact for fact in facts if fact) or 'not known'}"
    return f"{said}  ← {'; '.join(map(_source, known))}" if known else said


def _source(source: Source) -> str:
    codes = " ".join(code for code in (source.country, source.sector) if code)
    return f"{source.table}: {source.text} {codes}".strip()


def _confidence(outcome: Outcome) -> str:
    event = outcome.event
    if not event.kept:
        said = " – too unsure to leave the coder"
    elif not outcome.emitted:
        said = " – below --min-confidence"
    else:
        said = ""
    sum_ = sum(c.points for c in event.contributions)
    odds = f", of log odds {sum_:+.2f}" if event.contributions else ""
    capped = ", no surer than the surest event of the sentence" if event.capped else ""
    return f"{event.confidence:.2f}{odds}{capped}{said}"


def _contribution(part: Contribution) -> tuple[str, str, str]:
    return f"{part.points:+.2f}", part.feature, f"{part.value:.3g} × {part.weight:+.2f}"
