"""Records for people to read: an event as a few aligned lines on a terminal, as one line in a pipe."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

Record = Mapping[str, Any]

_QUAD_STYLE = {
    "VERBAL_COOPERATION": "cyan",
    "MATERIAL_COOPERATION": "green",
    "VERBAL_CONFLICT": "yellow",
    "MATERIAL_CONFLICT": "red",
}


def day(event: Record) -> str:
    """When: the day, or the first and the last day; the TIMEX3 value where there is no day."""
    time = event["time"]
    if time is None:
        return ""
    earliest, latest = time["earliest"], time["latest"]
    if earliest is None or latest is None:
        return str(time["value"]) if earliest is latest else f"{earliest or ''}/{latest or ''}"
    return str(earliest) if earliest == latest else f"{earliest}/{latest}"


def is_told_better(record: Record) -> bool:
    """Whether the record is an event that another sentence of its article tells better."""
    return record.get("mention_of") is not None


def kind(event: Record) -> str:
    """Type and mode, such as ``CONSULT visit``."""
    return f"{event['event_type']} {event['mode']}" if event["mode"] else str(event["event_type"])


def participants(actors: list[Record]) -> str:
    """Names, each with country and sector, such as ``Wang Yi (CHN GOV)``."""
    return ", ".join(_participant(actor) for actor in actors)


def _participant(actor: Record) -> str:
    name = actor["name"] or actor["text"]
    codes = " ".join(code for code in (actor["country"], actor["sector"]) if code)
    return f"{name} ({codes})" if codes else name


def parties(event: Record) -> tuple[str, str]:
    """Who, and an arrow with whom; where each acts on the others, ``A ↔ B`` and nothing."""
    actors, recipients = event["actors"], event["recipients"]
    names = [_participant(actor) for actor in actors]
    if len(names) > 1 and set(names) == {_participant(actor) for actor in recipients}:
        return " ↔ ".join(names), ""
    return participants(actors) or "?", f"→ {participants(recipients) or '?'}"


def where(event: Record) -> str:
    """The place and its country, such as ``Tbilisi, GEO``."""
    place = event["place"]
    if place is None:
        return ""
    name = place["name"] or place["text"]
    return f"{name}, {place['country']}" if place["country"] and place["kind"] != "country" else name


def sentence(event: Record) -> str:
    """The sentence on one line."""
    return " ".join(event["sentence"]["text"].split())


def event_line(event: Record) -> str:
    """An event on one line, fields separated by tabs."""
    who = " ".join(parties(event)).strip()
    parts = (day(event), kind(event), who, where(event), event["modality"], sentence(event))
    return "\t".join(parts)


def print_event(console: Console, event: Record) -> None:
    """An event in columns, its sentence below; on one line where `console` is not a terminal."""
    if not console.is_terminal:
        console.file.write(event_line(event) + "\n")
        console.file.flush()
        return
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in (10, 13, None, 20):
        grid.add_column(width=width, ratio=None if width else 1, overflow="fold")
    first, _, last = day(event).partition("/")
    style = _QUAD_STYLE.get(event["quad_class"], "")
    label = Text.assemble((str(event["event_type"]), f"bold {style}"), f"\n{event['mode'] or ''}")
    span = first if not last else f"{first}\n{last}"
    below = "\n".join(part for part in (where(event), str(event["modality"]).lower()) if part)
    grid.add_row(span, label, "\n".join(parties(event)).strip(), below)
    console.print(grid)
    console.print(Text(f"“{sentence(event)}”", style="dim"))
    console.print()


def article_line(article: Record) -> str:
    """What became of an article, on one line."""
    of = f" of {article['duplicate_of']}" if article["duplicate_of"] else ""
    if article.get("update_of"):
        of = f", update of {article['update_of']}"
    places = ", ".join(dict.fromkeys(place["name"] or place["text"] for place in article["places"]))
    published = str(article["published_at"] or "")[:16].replace("T", " ")
    return "\t".join(
        (published, f"{article['outcome']}{of}", article["title"] or article["article_id"], places)
    )


def dead_letter_line(letter: Record) -> str:
    """A dead letter, on one line: when, why, from where, and how often it was tried."""
    origin = letter["origin"]
    failed = str(letter["failed_at"])[:19].replace("T", " ")
    source = f"{origin['topic']}[{origin['partition']}]@{origin['offset']}"
    reason = f"{letter['stage']}: {letter['reason']}"
    return "\t".join((failed, reason, source, f"tried {letter['attempts']}×", letter["error"]))
