"""``dateline replay``: dead letters back to the topic that they came from.

What has been replayed is remembered as committed offsets, in a consumer group of its own for each pair of
stage and reason, so that a choice by stage or reason passes nothing over for good. Each batch and its
offset are one transaction: a dead letter is never replayed twice, whatever dies in between.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from connectors.records import OutputRecord, SourceRecord
from pipeline.cli.console import bar, line, note
from pipeline.cli.show import Record, dead_letter_line
from pipeline.cli.table import CLIENT, REGISTRY, client_settings, namespace, with_options
from pipeline.errors import Reason, UsageError
from pipeline.outcome import ATTEMPTS_HEADER
from pipeline.view import jsonable

if TYPE_CHECKING:
    from connectors.kafka.settings import KafkaSettings

BATCH_RECORDS = 200
EPILOG = """
[bold]Examples[/bold]

dateline replay --bootstrap-servers localhost:9092 --dry-run

dateline replay --bootstrap-servers localhost:9092 --reason TIMEOUT --reason CRASHED --limit 100

dateline replay --bootstrap-servers localhost:9092 --stage decode --since 2026-03-01
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which dead letters to replay; an empty set chooses all."""

    reasons: frozenset[str]
    stages: frozenset[str]
    since: datetime | None

    def takes(self, letter: Record) -> bool:
        """Whether `letter` is one of them."""
        return (
            (not self.reasons or letter["reason"] in self.reasons)
            and (not self.stages or letter["stage"] in self.stages)
            and (self.since is None or letter["failed_at"] >= self.since)
        )


def original(letter: Record) -> OutputRecord:
    """The record that became `letter`, untouched but for the header that counts its attempts."""
    headers = [(header["name"], header["value"]) for header in letter["headers"]]
    kept = [(name, value) for name, value in headers if name != ATTEMPTS_HEADER]
    counted = (*kept, (ATTEMPTS_HEADER, str(letter["attempts"]).encode()))
    return OutputRecord(letter["origin"]["topic"], letter["key"], letter["value"], counted)


@with_options(*CLIENT, "dead-letter-topic", *REGISTRY)
def replay(
    reason: Annotated[
        list[Reason] | None, typer.Option(metavar="<reason>", help="Only with this reason; may be repeated.")
    ] = None,
    stage: Annotated[
        list[str] | None, typer.Option(metavar="<step>", help="Only from this step; may be repeated.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="<time>",
            help="Only what failed since this ISO 8601 time; older ones are then passed over for good.",
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="<n>", help="At most so many.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be replayed; write nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON dead letter a line.")] = False,
    **options: Any,
) -> None:
    """Put dead letters back to the topic that they came from, each at most once.

    They keep key, value and headers; the header dateline-attempts says how often they have been tried.
    """
    from connectors.kafka.log import read_all
    from pipeline.cli.records import reader
    from pipeline.registration import registry_settings

    settings = client_settings(options, "dateline-replay")
    choice = Choice(frozenset(reason or ()), frozenset(stage or ()), _instant(since))
    read = reader(registry_settings(namespace(options)))
    replays = Replays(settings)
    count = 0
    with bar("replaying", limit) as progress:
        for record in read_all(settings, options["dead_letter_topic"]):
            found = read(record)
            if found is None or found.schema != "DeadLetter" or not choice.takes(found.record):
                continue
            if not replays.is_new(record, found.record):
                continue
            if found.record["key"] is None and found.record["value"] is None:
                note(f"passed over, as there is nothing in it: {dead_letter_line(found.record)}", "yellow")
                continue
            if not dry_run:
                replays.add(record, found.record)
            count += 1
            progress.step()
            line(json.dumps(jsonable(found.record)) if as_json else dead_letter_line(found.record))
            if count == limit:
                break
        replays.finish()
    note(f"{count} dead letter{'' if count == 1 else 's'} {'would be ' if dry_run else ''}replayed")


@dataclass(slots=True)
class _Lane:
    """Dead letters of one partition, step and reason, and the offset that comes after them."""

    writer: Any
    outputs: list[OutputRecord] = field(default_factory=list)
    next_offset: int = -1

    def flush(self) -> None:
        if self.outputs:
            self.writer.write(self.outputs, self.next_offset)
            self.outputs = []


class Replays:
    """What has been and what will be replayed. Everything raises ConnectorError."""

    def __init__(self, settings: "KafkaSettings") -> None:
        self._settings = settings
        self._lanes: dict[tuple[int, str, str], _Lane] = {}

    def is_new(self, record: SourceRecord, letter: Record) -> bool:
        """Whether `letter` has not been replayed yet."""
        return record.origin.offset >= self._lane(record, letter).writer.next_offset

    def add(self, record: SourceRecord, letter: Record) -> None:
        """Replay `letter`, at the latest with `finish`."""
        lane = self._lane(record, letter)
        lane.outputs.append(original(letter))
        lane.next_offset = record.origin.offset + 1
        if len(lane.outputs) >= BATCH_RECORDS:
            lane.flush()

    def finish(self) -> None:
        """Write what is left."""
        for lane in self._lanes.values():
            lane.flush()
            lane.writer.close()

    def _lane(self, record: SourceRecord, letter: Record) -> _Lane:
        key = (record.origin.partition, letter["stage"], letter["reason"])
        if key not in self._lanes:
            self._lanes[key] = _Lane(self._writer(record, letter))
        return self._lanes[key]

    def _writer(self, record: SourceRecord, letter: Record) -> Any:
        from kafka import TopicPartition

        from connectors.kafka.writers import TransactionalWriter

        group = f"{self._settings.group_id}-{letter['stage']}-{letter['reason']}"
        settings = replace(self._settings, group_id=group)
        return TransactionalWriter(settings, TopicPartition(record.origin.topic, record.origin.partition))


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--since {text!r} is not an ISO 8601 time, such as 2026-03-01T12:00Z") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
