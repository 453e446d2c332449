"""Rows of `pipeline.options.OPTIONS` as options of a command."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, Literal

import typer

from pipeline.options import OPTIONS, Option

CLIENT = ("bootstrap-servers", "kafka-properties", "kafka-option")


def with_options[F: Callable[..., Any]](*names: str) -> Callable[[F], F]:
    """Give a command the options `names` of the table, or all of them; they arrive as keyword arguments.

    The command takes them as ``**options``, or by the names of those that it declares itself.
    """
    rows = [option for option in OPTIONS if not names or option.name in names]

    def decorate(command: F) -> F:
        own = [p for p in inspect.signature(command).parameters.values() if p.kind is not p.VAR_KEYWORD]
        signature = inspect.Signature([*own, *(_parameter(row) for row in rows)])
        command.__signature__ = signature  # type: ignore[attr-defined]
        return command

    return decorate


def _parameter(option: Option) -> inspect.Parameter:
    default = list(option.default) if option.multiple else option.default
    declared = typer.Option(
        f"--{option.name}",
        help=option.help,
        rich_help_panel=option.group,
        show_default=default not in (None, False, []),
    )
    annotation = Annotated[_type(option), declared]
    return inspect.Parameter(
        option.key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def _type(option: Option) -> Any:
    if option.choices:
        return Literal[option.choices]
    if option.multiple:
        return list[option.kind]  # type: ignore[name-defined]
    kind = option.kind or type(option.default)
    return kind if option.default is not None else kind | None
