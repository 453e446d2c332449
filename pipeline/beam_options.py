"""The table of options as Beam pipeline options."""

import argparse
from typing import Any

from apache_beam.options.pipeline_options import PipelineOptions

from pipeline.options import OPTIONS


class DatelineOptions(PipelineOptions):
    """`OPTIONS` as Beam pipeline options."""

    @classmethod
    def _add_argparse_args(cls, parser: argparse.ArgumentParser) -> None:
        for option in OPTIONS:
            flags: dict[str, Any] = {"dest": option.key, "help": option.help}
            if option.default is False:
                flags |= {"action": "store_true", "default": False}
            elif option.multiple:
                flags |= {"action": "append", "type": option.kind, "default": None}
            else:
                flags |= {"type": option.kind or type(option.default), "default": option.default}
                if option.choices:
                    flags["choices"] = option.choices
            parser.add_argument(f"--{option.key}", f"--{option.name}", **flags)
