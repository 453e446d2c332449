"""``dateline extract``: files or standard input to JSON lines or Avro files, without a broker."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.console import bar, line, note, quiet
from pipeline.cli.table import REGISTRY, namespace, with_options
from pipeline.outcome import dead_letter, enriched_article
from pipeline.records import Item, as_record
from pipeline.view import line as view

EPILOG = """
[bold]Examples[/bold]

dateline extract articles.jsonl > events.jsonl

cat report.txt | dateline extract | jq '.events[] | [.event_type, .sentence.text]'

dateline extract page.html notes.txt archive.avro --avro out/

Each line is {"article": …, "events": […]}, or {"dead_letter": …} where a record could not be processed.
"""
Write = Callable[[Item], None]


@with_options(
    "workers",
    "language",
    "model",
    "min-confidence",
    "article-seconds",
    "worker-memory-mb",
    *REGISTRY,
)
def extract(
    files: Annotated[
        list[str] | None, typer.Argument(help="JSON lines, text, HTML or Avro; - or none is standard input.")
    ] = None,
    as_is: Annotated[
        bool, typer.Option("--as-is", help="Leave the text as it is: no cleaning, except of HTML.")
    ] = False,
    avro: Annotated[
        Path | None, typer.Option(metavar="<folder>", help="Write Avro files to this folder instead of JSON.")
    ] = None,
    **options: Any,
) -> None:
    """Articles from files to events, one line an article, in the order of the input."""
    with quiet():
        from connectors.files import STANDARD_INPUT, read_files
        from pipeline.local import process
        from pipeline.pool.processes import close_all
        from pipeline.settings import steps

    settings = steps(namespace(options), as_is=as_is)
    names = files or [STANDARD_INPUT]
    if STANDARD_INPUT in names and sys.stdin.isatty():
        note("reading from the terminal; Ctrl-D ends the input", "dim")
    try:
        with _writing(avro, settings.enrich.model_version) as write:
            _write_all(process(read_files(names), settings), write)
    finally:
        close_all()


def _write_all(items: Iterable[Item], write: Write) -> None:
    with bar("articles") as progress:
        for item in items:
            write(item)
            progress.step()
            if item.failure:
                origin, failure = item.record.origin, item.failure
                note(f"{origin.topic}:{origin.offset + 1}: {failure.stage}: {failure.error}", "yellow")


@contextmanager
def _writing(folder: Path | None, model_version: str) -> Iterator[Write]:
    """What writes an item: as a line on stdout, or to the Avro files in `folder`."""
    if folder is None:
        yield lambda item: line(json.dumps(view(item, model_version), ensure_ascii=False))
        return
    import schemas
    from connectors.files import AvroFiles

    names = (schemas.ENRICHED_ARTICLE, schemas.EVENT, schemas.DEAD_LETTER)
    with AvroFiles(folder, {name: schemas.load(name) for name in names}) as files:

        def write(item: Item) -> None:
            if item.failure:
                files.write(schemas.DEAD_LETTER, dead_letter(item))
                return
            files.write(schemas.ENRICHED_ARTICLE, as_record(enriched_article(item, model_version)))
            for event in item.enrichment.events if item.enrichment else ():
                files.write(schemas.EVENT, as_record(event))

        yield write
