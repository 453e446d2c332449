"""One target, fuzzed until time is over: ``python -m tests.fuzz.run TARGET [options of libFuzzer] [corpus...]``."""

import importlib
import sys

import atheris

# What reads the bytes of strangers, ours and what it calls: where their branches are new, an input is kept.
INSTRUMENTED = ["pipeline", "connectors", "schemas", "fastfeedparser", "trafilatura"]


def main(target: str, *arguments: str) -> None:
    """Never returns: libFuzzer ends the process, with 0 if time was over, else with what it found."""
    with atheris.instrument_imports(include=INSTRUMENTED):
        check = importlib.import_module(f"tests.fuzz.targets.{target}").check
    atheris.Setup([target, *arguments], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
