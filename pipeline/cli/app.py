"""The application: its commands, and what becomes of an error."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from connectors.errors import ConnectorError
from pipeline import __version__
from pipeline.cli import audit, demo, explain, extract, feed, replay, rewind, run, schemas, tail, topics
from pipeline.cli.console import line, note
from pipeline.errors import UsageError

DEBUG = "--debug"
HELP = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    name="dateline",
    help="A stream of news articles in, a stream of events out: who did what to whom, when and where.",
    context_settings=HELP,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code.

    0 is success. 1 is a fault of Dateline's own, or a result that says no. 2 is something that the user
    must mend, said in one line on stderr.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = DEBUG in given
    sys.exit(_status([argument for argument in given if argument != DEBUG], debug))


def _status(arguments: list[str], debug: bool) -> int:
    try:
        return app(arguments, prog_name="dateline", standalone_mode=False) or 0
    except (UsageError, ConnectorError, TyperException) as error:
        if debug:
            traceback.print_exc()
        if str(error):  # else it is a group without a command, and its help has been shown
            note(f"dateline: {_text(error)}", style="red")
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort, for the user's eyes
        if debug:
            traceback.print_exc()
        else:
            note(f"dateline: {type(error).__name__}: {error} ({DEBUG} shows where)", style="red")
        return 1


def _text(error: Exception) -> str:
    if not isinstance(error, TyperException):
        return str(error)
    context = getattr(error, "ctx", None)
    hint = f" (see {context.command_path} --help)" if context else ""
    return " ".join(f"{error.format_message()}{hint}".replace("Value error, ", "").split())


def _show_version(wanted: bool) -> None:
    if wanted:
        line(f"dateline {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
    _debug: Annotated[
        bool, typer.Option(DEBUG, help="Show tracebacks; may stand anywhere on the line.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        line(context.get_help())


def _register() -> None:
    passed_on = {"allow_extra_args": True, "ignore_unknown_options": True, **HELP}
    app.command(epilog=demo.EPILOG, context_settings=HELP)(demo.demo)
    app.command(epilog=run.EPILOG, context_settings=passed_on)(run.run)
    for module in (feed, extract, explain, tail, audit, replay, rewind):
        command = getattr(module, module.__name__.rpartition(".")[2])
        app.command(epilog=module.EPILOG, context_settings=HELP)(command)
    for module in (topics, schemas):
        app.add_typer(module.app, name=module.__name__.rpartition(".")[2], context_settings=HELP)


_register()
