"""Runs the graph on an engine, until it is told to stop or has caught up."""

import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineRunner, create_runner

from connectors.errors import ConnectorError
from connectors.kafka import sink, source
from connectors.kafka.admin import partitions
from connectors.kafka.log import fence
from connectors.kafka.start import settle_start
from connectors.kafka.writers import FlushingWriter, TransactionalWriter
from connectors.metrics import serve
from connectors.registry import client as registry
from pipeline.beam_options import DatelineOptions
from pipeline.errors import UsageError
from pipeline.main import build
from pipeline.pool import processes
from pipeline.prism import prism_arguments
from pipeline.secrets import refuse_secrets
from pipeline.settings import Settings, settings_of
from pipeline.topics import index_troubles

FLINK = "flink"
DATAFLOW = ("dataflow", "DataflowRunner")
RUNNERS = {
    "direct": "FnApiRunner",  # by name: Beam's "DirectRunner" may turn into one of three engines
    "prism": "PrismRunner",
}
LOG = logging.getLogger(__name__)
_STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def run(arguments: Sequence[str], runner: str = "direct") -> None:
    """Run the graph with Beam `arguments`, among them Dateline's own options, and return when it has ended.

    `runner` is flink, dataflow, a key of `RUNNERS` or the name of a Beam runner. On the direct runner SIGTERM
    and Ctrl-C end the run in good order: what is in flight is finished and committed. Raises UsageError or
    ConnectorError for what the user must mend, before anything is read.
    """
    logging.getLogger("apache_beam").setLevel(logging.ERROR)
    if runner == FLINK:
        from pipeline.flink.run import run_on_flink

        run_on_flink(arguments)
        return
    if runner in DATAFLOW:
        try:
            from pipeline.dataflow.run import run_on_dataflow
        except ImportError as error:
            raise UsageError(f"Dataflow needs further packages, dateline[dataflow]: {error}") from error

        run_on_dataflow(arguments)
        return
    name = RUNNERS.get(runner, runner)
    if name == RUNNERS["prism"]:
        arguments = prism_arguments(arguments)
    options = PipelineOptions([*arguments, f"--runner={name}", "--streaming"])
    engine = _engine(name)
    settings = settings_of(options.view_as(DatelineOptions).values())
    if name == RUNNERS["direct"]:
        group = replace(settings.steps.group, state_returns=False)
        settings = replace(settings, steps=replace(settings.steps, group=group))
    refuse_secrets(settings, runner)
    check(settings)
    take_over(settings)
    LOG.info("started on %s as group %s", runner, settings.kafka.group_id)
    with serve(settings.metrics), _stopping(), _said_once():
        try:
            pipeline = beam.Pipeline(engine, options)
            build(pipeline, settings)
            pipeline.run().wait_until_finish()
        except (ConnectorError, UsageError) as error:
            raise type(error)(str(error).partition(" [while running")[0]) from error
        finally:
            processes.close_all()
            source.close_consumers()
            sink.close_writers()
    LOG.info("ended")


def _engine(name: str) -> PipelineRunner:
    try:
        return create_runner(name)
    except (ValueError, ImportError, AttributeError) as error:
        raise UsageError(f"no engine {name!r}: {error}") from error


def check(settings: Settings) -> None:
    """See that every topic is there, and warn of an index that is not kept as it must be.

    Raises UsageError or ConnectorError.
    """
    topics = settings.commit.topics
    outputs = (topics.events, topics.enriched, topics.dead_letters, topics.index)
    partitions(settings.kafka, [*settings.source.topics, *outputs])
    for trouble in index_troubles(settings.kafka, topics.index, settings.steps.group.retention_days):
        LOG.warning("%s %s", topics.index, trouble)


def take_over(settings: Settings) -> None:
    """Take the group over from whoever held it, and commit where it starts if it is new. Raises ConnectorError."""
    kafka, topics = settings.kafka, settings.source.topics
    exactly_once = settings.commit.sink.delivery == sink.EXACTLY_ONCE
    if exactly_once:
        fence(kafka, topics)
    kind = TransactionalWriter if exactly_once else FlushingWriter
    settle_start(kafka, topics, settings.source.start_from, kind)


@contextmanager
def _said_once() -> Iterator[None]:
    """Beam logs an error with its traceback before it raises it; of what the user must mend, one line is enough."""

    def unsaid(record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, (ConnectorError, UsageError))

    beams = logging.getLogger("apache_beam.runners.common")
    beams.addFilter(unsaid)
    try:
        yield
    finally:
        beams.removeFilter(unsaid)


@contextmanager
def _stopping() -> Iterator[None]:
    """SIGTERM and Ctrl-C stop the source, and with it, once all is committed, the run."""

    def stop(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
        source.stop()
        registry.stop()
        sink.stop()

    source.allow_start()
    registry.allow_start()
    sink.allow_start()
    before = {number: signal.signal(number, stop) for number in _STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
