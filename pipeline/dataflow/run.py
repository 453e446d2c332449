"""``dateline run`` on Google Cloud Dataflow."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from apache_beam.options.pipeline_options import GoogleCloudOptions, TestOptions
from apache_beam.runners.runner import create_runner

from connectors.kafka.goal import Goal
from pipeline.beam_options import parted
from pipeline.dataflow.jobs import Jobs
from pipeline.dataflow.options import RUNNER, job_name, job_options
from pipeline.dataflow.submit import submit
from pipeline.dataflow.watch import cancel_elder, see_through
from pipeline.errors import UsageError
from pipeline.main import build
from pipeline.run import check, take_over
from pipeline.secrets import refuse_secrets
from pipeline.settings import settings_of
from pipeline.waiting import now_and_then

LOG = logging.getLogger(__name__)
GOAL_SECONDS = 10.0
READERS = 256  # one a partition, in practice: Dataflow moves them among the workers, however many these are


def run_on_dataflow(arguments: Sequence[str]) -> None:
    """Submit the graph with `arguments`, and return when the job has ended or, if so told, at once.

    SIGTERM and Ctrl-C cancel the job; what it has committed stays, the rest is read again by the next. A job
    of the same name that still runs is cancelled first. With ``--template_location``, as in a flex template's launcher,
    the job is only written there; with ``--dry_run`` it is only put together. Raises UsageError or ConnectorError
    for what the user must mend, before anything is submitted, and RuntimeError if the job fails.
    """
    options, beam_arguments = parted(arguments)
    engine = create_runner(RUNNER)
    made = job_options(beam_arguments, job_name(options.group_id), engine)
    dry, template = made.view_as(TestOptions).dry_run, made.view_as(GoogleCloudOptions).template_location
    if options.until_caught_up and (dry or template or options.dataflow_detach):
        raise UsageError("--until-caught-up needs a job that runs, and somebody who waits with it")
    jobs = None if dry else Jobs(made)
    if jobs:
        jobs.check_buckets()
    settings = settings_of(options)
    refuse_secrets(settings, "dataflow")
    check(settings)
    if jobs and not template:
        cancel_elder(jobs, made.view_as(GoogleCloudOptions).job_name)
    if not dry:
        take_over(settings)
    source = replace(settings.source, splits=READERS, until_caught_up=False)
    settings = replace(settings, source=source)
    with ExitStack() as closing:
        goal = closing.enter_context(Goal(source)) if options.until_caught_up else None
        job = submit(lambda pipeline: build(pipeline, settings), engine, made)
        if job is None or jobs is None:
            LOG.info("no job was sent%s", f": it is written to {template}" if template else "")
            return
        LOG.info("job %s started: %s", job.id, jobs.page(job.id))
        if not options.dataflow_detach:
            see_through(jobs, job, now_and_then(goal.reached, GOAL_SECONDS) if goal else lambda: False)
            LOG.info("ended")
