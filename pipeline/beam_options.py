"""The table of options as Beam pipeline options."""

import argparse
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions

from pipeline.options import OPTIONS

_PREFIX = "dateline_"


class DatelineOptions(PipelineOptions):
    """`OPTIONS`, spelt with dashes; stored under a prefix, as Beam has a ``bootstrap_servers`` of its own."""

    @classmethod
    def _add_argparse_args(cls, parser: argparse.ArgumentParser) -> None:
        for option in OPTIONS:
            flags: dict[str, Any] = {"dest": _PREFIX + option.key, "help": option.help}
            if option.default is False:
                flags |= {"action": "store_true", "default": False}
            elif option.multiple:
                flags |= {"action": "append", "type": option.kind, "default": None}
            else:
                flags |= {"type": option.kind or type(option.default), "default": option.default}
                if option.choices:
                    flags["choices"] = option.choices
            parser.add_argument(f"--{option.name}", **flags)

    def values(self) -> SimpleNamespace:
        """An attribute for each row of `OPTIONS`."""
        return _values(self)


def parted(arguments: Sequence[str]) -> tuple[SimpleNamespace, list[str]]:
    """The values of Dateline's own options in `arguments`, as `DatelineOptions.values`, and the arguments left."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    DatelineOptions._add_argparse_args(parser)
    own, others = parser.parse_known_args(list(arguments))
    return _values(own), others


def _values(parsed: object) -> SimpleNamespace:
    found = {}
    for option in OPTIONS:
        value = getattr(parsed, _PREFIX + option.key)
        found[option.key] = option.default if value is None else value
    return SimpleNamespace(**found)
