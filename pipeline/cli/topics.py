"""``dateline topics``: Dateline's topics on the user's Kafka; made when asked, never silently."""

import json
from typing import Annotated, Any

import typer
from rich.table import Table

from pipeline.cli.console import line, out
from pipeline.cli.table import CLIENT, client_settings, namespace, with_options

ROWS = (
    *CLIENT,
    "group-id",
    "input-topic",
    "events-topic",
    "enriched-topic",
    "dead-letter-topic",
    "index-topic",
    "max-record-bytes",
    "retention-days",
)
EPILOG = """
[bold]Examples[/bold]

dateline topics create --bootstrap-servers localhost:9092 --partitions 6 --replication 3

dateline topics list --bootstrap-servers localhost:9092

dateline topics describe --bootstrap-servers localhost:9092
"""
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]

app = typer.Typer(help="Make, list and describe Dateline's topics.", epilog=EPILOG, no_args_is_help=True)


@app.command()
@with_options(*ROWS)
def create(
    partitions: Annotated[
        int, typer.Option(min=1, metavar="<n>", help="Partitions of each topic but the index, which has one.")
    ] = 3,
    replication: Annotated[
        int, typer.Option(min=-1, metavar="<n>", help="Copies of each partition; -1 is the broker's default.")
    ] = -1,
    **options: Any,
) -> None:
    """Make those topics that do not exist yet; the others stay as they are."""
    from connectors.kafka.admin import create_topics
    from pipeline.topics import topic_specs

    specs = topic_specs(namespace(options), partitions, replication)
    made = set(create_topics(client_settings(options), specs))
    for spec in specs:
        settings = " ".join(f"{name}={value}" for name, value in sorted(spec.config.items()))
        what = f"{spec.partitions} partition{'' if spec.partitions == 1 else 's'} {settings}".strip()
        line(f"{spec.name}\t{what if spec.name in made else 'exists already, left as it is'}")


@app.command("list")
@with_options(*ROWS)
def list_(as_json: AsJson = False, **options: Any) -> None:
    """Dateline's topics: whether each is there, with how many partitions."""
    from connectors.kafka.clients import admin_client
    from pipeline.topics import topic_specs

    names = [spec.name for spec in topic_specs(namespace(options))]
    with admin_client(client_settings(options)) as client:
        found = {topic["name"]: topic for topic in client.describe_topics(names) if not topic["error_code"]}
    sizes = {name: len(found[name]["partitions"]) if name in found else 0 for name in names}
    rows = [{"topic": name, "exists": name in found, "partitions": size} for name, size in sizes.items()]
    _show(rows, as_json)


@app.command()
@with_options(*ROWS)
def describe(
    topics: Annotated[
        list[str] | None, typer.Argument(help="Topics; without any, all of Dateline's.")
    ] = None,
    as_json: AsJson = False,
    **options: Any,
) -> None:
    """Each partition's end, and on input topics how far the group has come and what is left for it."""
    from connectors.kafka.admin import committed_offsets, end_offsets
    from pipeline.topics import topic_specs

    settings = client_settings(options)
    names = topics or [spec.name for spec in topic_specs(namespace(options))]
    inputs = [name for name in names if name in options["input_topic"].split(",")]
    committed = committed_offsets(settings, inputs) if inputs else {}
    rows = []
    for partition, end in sorted(end_offsets(settings, names).items()):
        done = committed.get(partition)
        left = end - (done or 0) if partition.topic in inputs else None
        row = {"topic": partition.topic, "partition": partition.partition, "end": end}
        rows.append(row | {"committed": done, "left": left})
    _show(rows, as_json)


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        for row in rows:
            line(json.dumps(row))
        return
    table = Table(*rows[0], box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    out.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
