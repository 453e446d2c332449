"""``dateline run``: the pipeline on an engine."""

import difflib
from typing import Annotated, Any

import typer

from pipeline.cli.console import err, note, quiet
from pipeline.cli.table import with_options
from pipeline.errors import UsageError
from pipeline.options import OPTIONS

EPILOG = """
[bold]Examples[/bold]

dateline topics create --bootstrap-servers localhost:9092

dateline run --bootstrap-servers localhost:9092

dateline run --bootstrap-servers localhost:9092 --until-caught-up

dateline run --kafka-properties client.properties --runner flink --flink-rest localhost:8081

dateline run --kafka-properties client.properties --runner dataflow --project my-project --region europe-west4
--temp_location gs://my-bucket/dateline --sdk_container_image europe-west4-docker.pkg.dev/my-project/my-images/dateline

Any option of Beam and of the runner may follow, spelt as Beam spells it.
"""


@with_options()
def run(
    context: typer.Context,
    runner: Annotated[
        str,
        typer.Option(
            metavar="<engine>", help="direct, prism, flink, dataflow, or the name of a Beam runner."
        ),
    ] = "direct",
    **options: Any,
) -> None:
    """Read articles from Kafka, write events to Kafka, until stopped.

    Ctrl-C and SIGTERM finish and commit what is in flight; on Flink and Dataflow they cancel the job, and what
    was in flight is read again by the next run.
    """
    with quiet():
        from pipeline.logs import configure
        from pipeline.run import DATAFLOW
        from pipeline.run import run as run_graph
    configure(options["log_format"])
    extra = list(context.args)
    check_beam_options(extra, strict=runner in ("direct", "prism", "dataflow"))
    if err.is_terminal:
        topics = f"{options['input_topic']} → {options['events_topic']}"
        remote = runner in ("flink", *DATAFLOW)
        end = "Ctrl-C cancels the job" if remote else "Ctrl-C commits what is in flight and ends"
        note(f"{topics} on {runner}, {options['delivery']}; {end}", "dim")
    run_graph([*arguments(options), *extra], runner)


def arguments(options: dict[str, Any]) -> list[str]:
    """`options`, by key, as arguments of `pipeline.beam_options`."""
    made: list[str] = []
    for option in OPTIONS:
        value = options[option.key]
        if value is True:
            made.append(f"--{option.name}")
        elif option.multiple:
            made += [f"--{option.name}={item}" for item in value]
        elif value not in (None, False):
            made.append(f"--{option.name}={value}")
    return made


def check_beam_options(extra: list[str], *, strict: bool) -> None:
    """Raise UsageError for an argument in `extra` that is a misspelt option.

    `strict`: Beam must know every option; an engine outside Python has options that Beam does not list.
    """
    from apache_beam.options.pipeline_options import PipelineOptions, _BeamArgumentParser

    names = [option.name for option in OPTIONS]
    parser = _BeamArgumentParser(allow_abbrev=False)
    for group in PipelineOptions.__subclasses__():
        group._add_argparse_args(parser)
    _, unknown = parser.parse_known_args(extra)
    for argument in unknown:
        name = argument.partition("=")[0].removeprefix("--")
        near = difflib.get_close_matches(name.replace("_", "-"), names, 1, 0.8)
        if near:
            raise UsageError(f"no such option: --{name}; did you mean --{near[0]}?")
        if strict or not argument.startswith("--"):
            raise UsageError(f"no such option or argument: {argument} (see dateline run --help)")
