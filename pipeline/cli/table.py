"""Rows of `pipeline.options.OPTIONS` as options of a command."""

import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pipeline.options import OPTIONS, Option

if TYPE_CHECKING:
    from connectors.kafka.settings import KafkaSettings

CLIENT = ("bootstrap-servers", "kafka-properties", "kafka-option")
REGISTRY = ("schema-registry-url", "schema-registry-properties")


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


def namespace(options: dict[str, Any]) -> SimpleNamespace:
    """`options`, and the defaults of all rows that are not among them, as attributes."""
    return SimpleNamespace(**{option.key: option.default for option in OPTIONS} | options)


def client_settings(options: dict[str, Any], group: str | None = None) -> "KafkaSettings":
    """Kafka settings from the options of `CLIENT`, for `group` or else --group-id. Raises ConnectorError."""
    from connectors.kafka.settings import KafkaSettings

    servers, file = options["bootstrap_servers"], options["kafka_properties"]
    return KafkaSettings.load(servers, group or options["group_id"], file, options["kafka_option"])


def _parameter(option: Option) -> inspect.Parameter:
    default = list(option.default) if option.multiple else option.default
    kind: Any = option.kind or type(option.default)
    choices = f" One of: {', '.join(option.choices)}." if option.choices else ""
    declared = typer.Option(
        f"--{option.name}",
        help=option.help + choices,
        metavar=None if kind is bool else f"<{kind.__name__}>",
        rich_help_panel=option.group,
        min=option.least,
        max=option.most,
        show_default=default not in (None, False, []),
    )
    typed: Any = Annotated[_annotation(option, kind), declared]
    return inspect.Parameter(option.key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=typed)


def _annotation(option: Option, kind: Any) -> Any:
    if option.choices:
        return Literal[option.choices]
    if option.multiple:
        return list[kind]
    return kind | None if option.default is None else kind
