"""Beam's Prism, an engine in one process: where its program is, and how it must run."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import UsageError

DEFAULT_PROGRAM = Path(__file__).resolve().parents[1] / ".cache" / "prism" / "prism"
# Prism splits a bundle that is slow even between elements of one key, and gives the second half, with that key's
# state as it was, to another bundle while the first still runs: state is lost, and with it the order of a partition.
NO_SPLITS = "--experiments=prism_disable_sdf_split"


def prism_arguments(arguments: Sequence[str]) -> list[str]:
    """`arguments` of Beam with those that Prism needs.

    Raises UsageError if there is no program: Beam itself would fetch one from the internet and run it.
    """
    made = [*arguments, NO_SPLITS]
    if any(argument.partition("=")[0] == "--prism_location" for argument in arguments):
        return made
    if not DEFAULT_PROGRAM.is_file():
        raise UsageError(
            f"no Prism at {DEFAULT_PROGRAM}: `make prism` builds it, --prism_location names another"
        )
    return [*made, f"--prism_location={DEFAULT_PROGRAM}"]
