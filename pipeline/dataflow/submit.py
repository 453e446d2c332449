"""The graph as a job on Dataflow."""

from collections.abc import Callable
from typing import Any

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.runner import PipelineRunner

from pipeline.dataflow.jobs import job_of, refusals
from pipeline.errors import UsageError
from pipeline.job import Job


def submit(
    build: Callable[[beam.Pipeline], Any], engine: PipelineRunner, options: PipelineOptions
) -> Job | None:
    """Submit what `build` adds to a pipeline; the job, or None if the options say that none is to be sent.

    Raises UsageError for options that Beam refuses, and for what Google does.
    """
    try:
        pipeline = beam.Pipeline(engine, options)
    except ValueError as error:
        raise UsageError(" ".join(str(error).split())) from error
    build(pipeline)
    with refusals():
        result = pipeline.run()
    sent = getattr(result, "_job", None)
    return job_of(sent) if sent is not None else None
