"""``dateline schemas``: the Avro schemas, and a schema registry that knows them."""

import json
from types import SimpleNamespace
from typing import Annotated, Any

import typer
from rich.table import Table

from pipeline.cli.console import line, note, out
from pipeline.cli.table import REGISTRY, with_options
from pipeline.errors import UsageError

_ROWS = ("input-topic", "enriched-topic", "events-topic", "dead-letter-topic")
EPILOG = """
[bold]Examples[/bold]

dateline schemas show event > event.avsc

dateline schemas check --schema-registry-url http://localhost:8081

dateline schemas register --schema-registry-url http://localhost:8081
"""

app = typer.Typer(
    help="List, show, check and register the Avro schemas.", epilog=EPILOG, no_args_is_help=True
)


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """The schemas, each with its fingerprint (CRC-64-AVRO) and what it is for."""
    import schemas

    table = Table("schema", "fingerprint", "what", box=None, pad_edge=False)
    for name in schemas.NAMES:
        row = {"schema": name, "fingerprint": schemas.fingerprint(name), "doc": schemas.load(name)["doc"]}
        if as_json:
            line(json.dumps(row))
        else:
            table.add_row(*row.values())
    if not as_json:
        out.print(table)


@app.command()
def show(name: Annotated[str, typer.Argument(help="Name of the schema, as list shows it.")]) -> None:
    """A schema as Avro JSON."""
    import schemas

    if name not in schemas.NAMES:
        raise UsageError(f"no schema {name!r}: there are {', '.join(schemas.NAMES)}")
    line(schemas.source(name).rstrip())


@app.command()
@with_options(*REGISTRY, *_ROWS)
def register(**options: Any) -> None:
    """Register the schemas of all topics but the index, under <topic>-value.

    Sets each subject's compatibility to BACKWARD_TRANSITIVE, checks all, and registers all or none.
    """
    from pipeline.registration import register

    wanted = _subjects(options)
    with _registry(options) as registry:
        ids = register(registry, wanted)
    for name, subject in wanted:
        line(f"{subject}\t{name}\t{ids[name]}")


@app.command()
@with_options(*REGISTRY, *_ROWS)
def check(**options: Any) -> None:
    """See whether a registry would take the schemas, and by which rule; exit code 1 if it would refuse one."""
    from pipeline.registration import RULE, problems

    refused, lax = 0, []
    with _registry(options) as registry:
        for name, subject in _subjects(options):
            found, rule = problems(registry, name, subject), registry.rule(subject)
            refused += bool(found)
            lax += [] if rule == RULE else [subject]
            line(f"{subject}\t{name}\t{rule}\t{'incompatible: ' + found[0] if found else 'compatible'}")
    if lax:
        note(f"not under the rule {RULE}, which register sets: {', '.join(lax)}", "yellow")
    if refused:
        note(f"{refused} of {len(_ROWS)} schemas would be refused", "red")
        raise typer.Exit(1)


def _registry(options: dict[str, Any]) -> Any:
    from connectors.registry.client import RegistryClient
    from pipeline.registration import registry_settings

    settings = registry_settings(SimpleNamespace(**options))
    if settings is None:
        raise UsageError(
            "no schema registry given: name it with --schema-registry-url or --schema-registry-properties"
        )
    return RegistryClient(settings)


def _subjects(options: dict[str, Any]) -> list[tuple[str, str]]:
    from pipeline.topics import subjects

    return subjects(SimpleNamespace(**options))
