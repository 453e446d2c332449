"""The graph as a job of a Flink cluster."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineState

from pipeline.flink.java import jars_folder
from pipeline.flink.job_server import job_server
from pipeline.flink.rest import Flink
from pipeline.job import Job

LOOK_SECONDS = 0.5
SUBMIT_SECONDS = 300.0
# How long a bundle gathers; Beam's default makes each activation of a source take a second.
BUNDLE_MS = 100
CHECKPOINT_TIMEOUT_MS = 600_000
# A fault that passes, as Kafka away for half an hour, is waited out; one that lasts ends the job.
RESTARTS = {
    "restart-strategy.type": "exponential-delay",
    "restart-strategy.exponential-delay.initial-backoff": "1 s",
    "restart-strategy.exponential-delay.max-backoff": "1 min",
    "restart-strategy.exponential-delay.backoff-multiplier": "2.0",
    "restart-strategy.exponential-delay.reset-backoff-threshold": "10 min",
    "restart-strategy.exponential-delay.attempts-before-reset-backoff": "60",
}


@dataclass(frozen=True, slots=True)
class FlinkSettings:
    """Where and how the job runs.

    `rest` is the address of the cluster's REST interface, `worker` the command that starts a worker on a
    TaskManager. `carry_jars` is for clusters without Beam's jars. `checkpoint_seconds` lies between the
    beginnings of two checkpoints.
    """

    rest: str
    jars: str | None = None
    carry_jars: bool = False
    worker: str = "dateline-worker"
    parallelism: int = 1
    checkpoint_seconds: float = 10.0


def submit(
    build: Callable[[beam.Pipeline], Any],
    name: str,
    settings: FlinkSettings,
    beam_arguments: Sequence[str] = (),
) -> Job:
    """Submit what `build` adds to a pipeline as a job called `name`; the job, once the cluster has it.

    Raises UsageError without a cluster, Java or the jars; RuntimeError, with what the job server said, if the
    submission fails.
    """
    flink = Flink(settings.rest)
    known = {job.id for job in flink.jobs(name)}
    jars = jars_folder(settings.jars)
    with job_server(flink.master, jars, RESTARTS, carry_jars=settings.carry_jars) as endpoint:
        pipeline = beam.Pipeline("PortableRunner", _options(endpoint, name, settings, beam_arguments))
        build(pipeline)
        return _taken(flink, pipeline.run(), name, known)


def _options(
    endpoint: str, name: str, settings: FlinkSettings, beam_arguments: Sequence[str]
) -> PipelineOptions:
    return PipelineOptions(
        [
            "--runner=PortableRunner",
            "--streaming",
            f"--job_endpoint={endpoint}",
            f"--job_name={name}",
            f"--parallelism={settings.parallelism}",
            "--environment_type=PROCESS",
            f"--environment_config={json.dumps({'command': settings.worker})}",
            f"--checkpointing_interval={int(1000 * settings.checkpoint_seconds)}",
            f"--checkpoint_timeout_millis={CHECKPOINT_TIMEOUT_MS}",
            "--finish_bundle_before_checkpointing",
            f"--max_bundle_time_mills={BUNDLE_MS}",
            "--experiments=disable_logging_submission_environment",
            *beam_arguments,
        ]
    )


def _taken(flink: Flink, result: Any, name: str, known: set[str]) -> Job:
    """The new job called `name`, once the cluster lists it."""
    deadline = time.monotonic() + SUBMIT_SECONDS
    while time.monotonic() < deadline:
        for job in flink.jobs(name):
            if job.id not in known:
                return job
        if result.state == PipelineState.FAILED:
            break
        time.sleep(LOOK_SECONDS)
    raise RuntimeError(f"Flink did not take the job: {_said(result)}")


def _said(result: Any) -> str:
    """The last message of the job server about a job that failed."""
    texts = [
        response.message_response.message_text
        for response in result._message_stream
        if response.HasField("message_response")
    ]
    return texts[-1] if texts else "the job server's log does not say why"
