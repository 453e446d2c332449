"""``dateline tail``: a topic as people read it."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.console import line, note, out
from pipeline.cli.show import Record, article_line, dead_letter_line, is_told_better, print_event
from pipeline.cli.table import CLIENT, REGISTRY, client_settings, namespace, with_options
from pipeline.records import EventType
from pipeline.view import jsonable

if TYPE_CHECKING:
    from pipeline.cli.records import Read

EPILOG = """
[bold]Examples[/bold]

dateline tail --bootstrap-servers localhost:9092

dateline tail --bootstrap-servers localhost:9092 --from-beginning --type PROTEST --type ASSAULT --country PER

dateline tail articles-dead-letter --bootstrap-servers localhost:9092 --from-beginning --json | jq .reason
"""


@with_options(*CLIENT, *REGISTRY)
def tail(
    topic: Annotated[
        str, typer.Argument(help="Topic of events, enriched articles or dead letters.")
    ] = "events",
    from_beginning: Annotated[
        bool, typer.Option("--from-beginning", help="Start with the oldest record.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON record a line.")] = False,
    event_type: Annotated[
        list[EventType] | None,
        typer.Option(
            "--type",
            metavar="<type>",
            case_sensitive=False,
            help="Only events of this PLOVER type; may be repeated.",
        ),
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option(
            metavar="<code>",
            help="Only with this country (ISO 3166 alpha-3) as actor, recipient or place; may be repeated.",
        ),
    ] = None,
    **options: Any,
) -> None:
    """Follow events, enriched articles or dead letters, until Ctrl-C.

    An event that an article tells more than once is shown once, as it is told best; with --json each time.
    """
    from connectors.kafka.log import follow
    from pipeline.cli.records import reader
    from pipeline.registration import registry_settings

    read = reader(registry_settings(namespace(options)))
    types, countries = set(event_type or ()), {code.upper() for code in country or ()}
    settings = client_settings(options, "dateline-tail")
    strangers = 0
    for record in follow(settings, [topic], "earliest" if from_beginning else "latest"):
        found = read(record)
        if found is None:
            strangers += 1
            if strangers == 1:
                note(f"{topic} holds records that are not Dateline's; they are passed over", "yellow")
        elif _wanted(found, types, countries) and (as_json or not is_told_better(found.record)):
            _show(found, as_json)


def _wanted(found: "Read", types: set[EventType], countries: set[str]) -> bool:
    record = found.record
    if types and record.get("event_type") not in types:
        return False
    return not countries or bool(countries & _countries(record))


def _countries(record: Record) -> set[str | None]:
    """The countries of an event's or an article's actors and places."""
    parties = [*record.get("actors", ()), *record.get("recipients", ()), *record.get("entities", ())]
    places = [*record.get("places", ()), *([record["place"]] if record.get("place") else [])]
    return {part["country"] for part in (*parties, *places)}


def _show(found: "Read", as_json: bool) -> None:
    if as_json or found.schema not in ("Event", "EnrichedArticle", "DeadLetter"):
        line(json.dumps(jsonable(found.record), ensure_ascii=False))
    elif found.schema == "Event":
        print_event(out, found.record)
    elif found.schema == "EnrichedArticle":
        line(article_line(found.record))
    else:
        line(dead_letter_line(found.record))
