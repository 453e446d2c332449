"""The table of options as Beam pipeline options."""

import argparse
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
        found = {}
        for option in OPTIONS:
            value = getattr(self, _PREFIX + option.key)
            found[option.key] = option.default if value is None else value
        return SimpleNamespace(**found)
