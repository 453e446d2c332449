"""``dateline run`` on a Flink cluster."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from types import SimpleNamespace

from connectors.kafka.goal import Goal
from pipeline.beam_options import parted
from pipeline.errors import UsageError
from pipeline.flink.java import jars_folder
from pipeline.flink.rest import Flink
from pipeline.flink.submit import FlinkSettings, submit
from pipeline.flink.watch import cancel_elder, see_through
from pipeline.main import build
from pipeline.run import check, take_over
from pipeline.secrets import refuse_secrets
from pipeline.settings import settings_of
from pipeline.waiting import now_and_then

LOG = logging.getLogger(__name__)
GOAL_SECONDS = 2.0


def run_on_flink(arguments: Sequence[str]) -> None:
    """Submit the graph with `arguments`, and return when the job has ended or, if so told, at once.

    SIGTERM and Ctrl-C cancel the job; what it has committed stays, the rest is read again by the next. A job
    of the same group that still runs on the cluster is cancelled first. Raises UsageError or ConnectorError
    for what the user must mend, before anything is submitted, and RuntimeError if the job fails.
    """
    options, beam_arguments = parted(arguments)
    where = flink_settings(options)
    if options.flink_detach and options.until_caught_up:
        raise UsageError("--until-caught-up needs somebody who waits: leave --flink-detach out")
    flink, name = Flink(where.rest), f"dateline-{options.group_id}"
    flink.check(where.parallelism)
    jars_folder(where.jars)
    settings = settings_of(options)
    refuse_secrets(settings, "flink")
    check(settings)
    cancel_elder(flink, name)
    take_over(settings)
    source = replace(settings.source, splits=where.parallelism, until_caught_up=False)
    settings = replace(settings, source=source)
    with ExitStack() as closing:
        goal = closing.enter_context(Goal(source)) if options.until_caught_up else None
        job = submit(lambda pipeline: build(pipeline, settings), name, where, beam_arguments)
        LOG.info("job %s started: %s/#/job/running/%s", job.id, flink.url, job.id)
        if not options.flink_detach:
            see_through(flink, job, now_and_then(goal.reached, GOAL_SECONDS) if goal else lambda: False)
            LOG.info("ended")


def flink_settings(options: SimpleNamespace) -> FlinkSettings:
    """The settings of `options`, which has an attribute for each row of `pipeline.options.OPTIONS`."""
    return FlinkSettings(
        rest=options.flink_rest,
        jars=options.flink_jars,
        carry_jars=options.flink_carry_jars,
        worker=options.flink_worker,
        parallelism=options.flink_parallelism,
        checkpoint_seconds=options.flink_checkpoint_seconds,
    )
