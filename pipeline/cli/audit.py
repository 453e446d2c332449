"""``dateline audit``: whether anything is lost or doubled, from what lies in the topics."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.console import bar, line, note
from pipeline.cli.table import CLIENT, REGISTRY, client_settings, namespace, with_options

if TYPE_CHECKING:
    from pipeline.audit import Report

ROWS = (
    *CLIENT,
    "group-id",
    "input-topic",
    "events-topic",
    "enriched-topic",
    "dead-letter-topic",
    "index-topic",
    *REGISTRY,
)
EPILOG = """
[bold]Examples[/bold]

dateline audit --bootstrap-servers localhost:9092

dateline audit --bootstrap-servers localhost:9092 --since 2026-03-01

dateline audit --bootstrap-servers localhost:9092 --to-end --json | jq .missing
"""


@with_options(*ROWS)
def audit(
    since: Annotated[
        str,
        typer.Option(
            metavar="<time>",
            help="Only input and events from this ISO 8601 time on; earliest is all that is there.",
        ),
    ] = "earliest",
    to_end: Annotated[
        bool,
        typer.Option(
            "--to-end",
            help="Up to the end of the input at this moment: what still waits for the group is missing.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    **options: Any,
) -> int:
    """Check that nothing is lost and nothing doubled: one outcome for each input record, an article for each event.

    May run beside the stream: it looks as far as the group has committed. After a rewind it expects an outcome for
    each time that a record was to be read. Where topics forget, give as --since
    a time that the output topics still reach back to. Exit code 1 if the books do not balance.
    """
    from pipeline.cli.accounts import Auditor
    from pipeline.cli.records import reader
    from pipeline.registration import registry_settings

    settings = client_settings(options)
    inputs = [name.strip() for name in options["input_topic"].split(",") if name.strip()]
    outputs = (options["events_topic"], options["enriched_topic"], options["dead_letter_topic"])
    read = reader(registry_settings(namespace(options)))
    auditor = Auditor(settings, inputs, outputs, options["index_topic"], read, since, to_end)
    with bar("auditing") as progress:
        closed = auditor.audit(progress)
    for topic in closed.forgetful:
        note(f"{topic} no longer holds all: give as --since a time that it reaches back to", "yellow")
    if closed.strangers:
        note(f"{closed.strangers} records of the output topics are not Dateline's; passed over", "yellow")
    if as_json:
        line(json.dumps({**closed.report.as_json(), "waiting": closed.waiting}))
    else:
        _print(
            closed.report,
            closed.waiting,
            "to the end" if to_end else f"as far as group {settings.group_id} has committed",
        )
    return 0 if closed.report.balanced else 1


def _print(report: "Report", waiting: int, how_far: str) -> None:
    from pipeline.cli.books import equation, faults

    sign = "=" if report.outcomes.total() == report.records else "≠"
    line(f"{report.records} records {sign} {equation(report.outcomes)}, {how_far}")
    if report.put_back:
        line(f"{report.put_back.total()} of them are dead letters put back: {equation(report.put_back)}")
    if report.redone:
        line(f"{report.redone} of them were read again after a rewind: {report.changed} came out otherwise")
    if report.expired:
        line(f"{report.expired} outcomes of records that their topic no longer holds")
    line(f"{report.events} events")
    if waiting:
        line(f"{waiting} offsets, at most, wait for the group")
    for kind, places in report.examples.items():
        more = ", …" if report.faults[kind] > len(places) else ""
        line(f"{kind.replace('_', ' ')}: {', '.join(places)}{more}")
    line("✓ nothing missing, nothing doubled" if report.balanced else f"✗ {faults(report)}")
