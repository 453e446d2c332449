"""``dateline rewind``: the group back to an earlier time."""

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from pipeline.cli.console import line, note, out
from pipeline.cli.table import CLIENT, client_settings, with_options
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.kafka.rewind import Move
    from connectors.records import OutputRecord

ROWS = (*CLIENT, "group-id", "input-topic", "index-topic", "retention-days")
EARLIEST = "earliest"
SLACK = timedelta(hours=1)  # who says "14 days ago" says it some seconds before
EPILOG = """
[bold]Examples[/bold]

dateline rewind --bootstrap-servers localhost:9092 --from-timestamp 2026-11-20T00:00:00Z --dry-run

dateline rewind --bootstrap-servers localhost:9092 --from-timestamp "$(date -u -d '3 days ago' +%FT%TZ)"
"""


@with_options(*ROWS)
def rewind(
    from_timestamp: Annotated[
        str,
        typer.Option(
            metavar="<time>",
            help="The first record not before this ISO 8601 time, by its timestamp in Kafka, is the first to be read "
            "again; without a zone it is UTC. Or earliest.",
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be done; change nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a partition.")] = False,
    **options: Any,
) -> None:
    """Set the group back, once: its next run reads again, and writes again, what has come since a time.

    Stop the run first: one that is under way is shut out and ends when it next commits, but not one with
    at-least-once. Articles keep their ids, their stories, and if they are copies their originals. What failed,
    or was in another language, is decided anew. The group never goes forward.
    """
    from connectors.kafka.admin import check_topics
    from connectors.kafka.rewind import moves
    from connectors.kafka.rewind import rewind as set_back
    from pipeline import rewinds

    since = _moment(from_timestamp)
    settings = client_settings(options)
    index = options["index_topic"]

    def note_of(move: "Move") -> "OutputRecord":
        return rewinds.note(index, settings.group_id, move.topic, move.partition, move.span)

    inputs = [name.strip() for name in options["input_topic"].split(",") if name.strip()]
    planned = moves(settings, inputs, from_timestamp)
    check_topics(settings, [index])
    if not dry_run:
        done = {(move.topic, move.partition): move for move in set_back(settings, planned, note_of)}
        planned = [done.get((move.topic, move.partition), move) for move in planned]
    _show(planned, as_json)
    if since is not None:
        _warn(planned, since, timedelta(days=options["retention_days"]))
    count = sum(len(move.span) for move in planned)
    note(f"{count} offsets {'would be' if dry_run else 'are'} before group {settings.group_id} once more")


def _moment(text: str) -> datetime | None:
    """A time; None for earliest."""
    if text == EARLIEST:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--from-timestamp {text!r} is neither an ISO 8601 time, such as 2026-03-01T12:00Z, nor {EARLIEST}"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _show(moves: "Sequence[Move]", as_json: bool) -> None:
    rows = [
        {
            "topic": move.topic,
            "partition": move.partition,
            "committed": move.committed,
            "back_to": move.back_to,
            "offsets": len(move.span),
        }
        for move in moves
    ]
    if as_json:
        for row in rows:
            line(json.dumps(row))
        return
    table = Table(*(name.replace("_", " ") for name in rows[0]), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*map(str, row.values()))
    out.print(table)


def _warn(moves: "Sequence[Move]", since: datetime, retention: timedelta) -> None:
    cut = ", ".join(f"{move.topic}[{move.partition}]" for move in moves if move.is_cut)
    if cut:
        note(f"{cut} may have held older records of that time, and no longer does", "yellow")
    if since < datetime.now(UTC) - retention - SLACK:
        note(
            f"articles older than {retention.days} days are no longer remembered: they may become copies of later "
            "ones, and open stories of their own",
            "yellow",
        )
