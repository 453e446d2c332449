"""``dateline explain``: how a sentence becomes events, step by step."""

import dataclasses
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.console import line, note, out, quiet
from pipeline.cli.table import namespace, with_options
from pipeline.errors import UsageError
from pipeline.view import jsonable

if TYPE_CHECKING:
    from pipeline.explain import ExplainedPart

EPILOG = """
[bold]Examples[/bold]

dateline explain "Chad refused to hold talks with Mali."

dateline explain --date 2025-03-04 --file report.txt

dateline explain --json "Chad sent aid to Mali." | jq '.events[].contributions'

dateline explain --json --file report.txt | jq '.found[]'

The tables that are named are in pipeline/extract/coder/data, pipeline/actors and pipeline/clean.
"""


@with_options("model", "min-confidence")
def explain(
    sentence: Annotated[str | None, typer.Argument(help="One sentence or several.")] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="<file>", help="A text to read; without it, standard input.")
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(metavar="<day>", help="Day of publication, YYYY-MM-DD: for times and office holders."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a sentence.")] = False,
    **options: Any,
) -> None:
    """Show how a sentence is read, which lines of the tables made its events, and what was rejected.

    The text is cleaned first, as that of any article. Its times, places, entities and quotations are shown with
    what speaks for them.
    """
    published = _day(date) if date else None
    text = _text(sentence, file)
    with quiet():
        from pipeline.clean.core import CleanSettings, clean, removed_lines
        from pipeline.cli.explanation import print_explanation, print_removed
        from pipeline.explain import explain_article
        from pipeline.extract.model import load_model, model_version
        from pipeline.records import Article

    given = namespace(options)
    article, _ = clean(Article("explained", text=text, published_at=published), CleanSettings())
    if not as_json:
        print_removed(out, removed_lines(text))
    version = model_version(given.model)
    for part in explain_article(load_model(given.model), article, version, given.min_confidence):
        if as_json:
            line(json.dumps(record(part), ensure_ascii=False))
        else:
            print_explanation(out, part)


def record(part: "ExplainedPart") -> dict[str, Any]:
    """A sentence as JSON types, with what was `found` in it beside its events.

    Each event has its `records`, as ``dateline extract`` writes them.
    """
    from pipeline.records import as_record

    made = dataclasses.asdict(part.sentence)
    made["events"] = [
        dataclasses.asdict(outcome.event)
        | {
            "emitted": outcome.emitted,
            "main": outcome.main,
            "sources": {text: list(map(dataclasses.asdict, s)) for text, s in outcome.sources.items()},
            "records": [jsonable(as_record(event)) for event in outcome.records],
        }
        for outcome in part.outcomes
    ]
    made["found"] = list(map(dataclasses.asdict, part.found))
    return made


def _text(sentence: str | None, file: Path | None) -> str:
    """Raises UsageError if there are two texts, none, or one that can't be read."""
    if sentence is not None and file is not None:
        raise UsageError("a sentence and --file are two texts; give one")
    if sentence is not None:
        text = sentence
    elif file is not None:
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise UsageError(f"{file} can't be read: {error.strerror}") from error
    else:
        if sys.stdin.isatty():
            note("reading from the terminal; Ctrl-D ends the input", "dim")
        text = sys.stdin.read()
    if not text.strip():
        raise UsageError("there is no text to explain")
    return text.strip()


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise UsageError(f"--date {text!r} is not a day such as 2025-03-04") from error
