"""What a flex template's launcher runs: the template's parameters become a ``dateline run``.

Parameters are named as the options, with underscores for hyphens. A switch is ``true`` or ``false``; an option
that may be repeated takes its values comma-separated; a file may lie in Cloud Storage.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from apache_beam.io.filesystems import FileSystems
from google.api_core.exceptions import GoogleAPICallError

from pipeline.cli import main as dateline
from pipeline.cli.console import note
from pipeline.errors import UsageError
from pipeline.options import OPTIONS, Option

FILES = ("kafka-properties", "schema-registry-properties")


def main() -> None:
    """Submit the job, or write it where the launcher wants it, and leave with the command's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            arguments = command(sys.argv[1:], Path(folder))
        except UsageError as error:
            note(f"dateline: {error}")
            sys.exit(2)
        dateline(["run", *arguments])


def command(parameters: Sequence[str], folder: Path) -> list[str]:
    """The arguments of ``dateline run`` for `parameters`, all ``--name=value``; files are fetched into `folder`.

    What is no option of Dateline's is Beam's, and stays as it is. Raises UsageError for a file that can't be read.
    """
    rows = {option.key: option for option in OPTIONS}
    made = ["--runner=DataflowRunner", "--dataflow-detach"]
    for parameter in parameters:
        name, _, value = parameter.removeprefix("--").partition("=")
        if name == "runner":
            continue
        option = rows.get(name.replace("-", "_")) if parameter.startswith("--") else None
        made += [parameter] if option is None else _given(option, value, folder)
    return made


def _given(option: Option, value: str, folder: Path) -> Iterator[str]:
    if option.default is False:
        if value.lower() != "false":
            yield f"--{option.name}"
    elif option.multiple:
        yield from (f"--{option.name}={item}" for item in value.split(",") if item)
    elif option.name in FILES and value.startswith("gs://"):
        yield f"--{option.name}={_fetched(value, folder / option.name)}"
    elif value:
        yield f"--{option.name}={value}"


def _fetched(address: str, into: Path) -> Path:
    """The file at `address`, copied. Raises UsageError."""
    try:
        with FileSystems.open(address) as file:
            into.write_bytes(file.read())
    except (OSError, GoogleAPICallError) as error:
        raise UsageError(f"can't read {address}: {' '.join(str(error).split())}") from error
    return into
