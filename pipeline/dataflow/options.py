"""The options of a job on Dataflow: what the user must give, and what Dateline adds where the user is silent."""

import re
from collections.abc import Sequence
from zlib import crc32

from apache_beam.options.pipeline_options import (
    DebugOptions,
    GoogleCloudOptions,
    PipelineOptions,
    SetupOptions,
    WorkerOptions,
)
from apache_beam.options.pipeline_options_validator import PipelineOptionsValidator
from apache_beam.runners.runner import PipelineRunner

from pipeline.errors import UsageError
from pipeline.pool.transform import SHARDS

RUNNER = "DataflowRunner"
REQUIRED = ("project", "region", "temp_location")
MACHINE_TYPE = "n2-standard-4"  # 4 processes of 3 GB at most, one worker with its tables beside them: 16 GB
MAX_WORKERS = SHARDS  # extraction is shared by so many keys: more machines would stand idle
# A process for each core of a machine would load tables and language model once each; the pool of extraction
# has a process for each core already.
ONE_PROCESS, MANY_PROCESSES = "no_use_multiple_sdk_containers", "use_multiple_sdk_containers"
AT_LEAST_ONCE = "streaming_mode_at_least_once"
LONGEST_NAME = 63


def job_options(arguments: Sequence[str], name: str, runner: PipelineRunner) -> PipelineOptions:
    """Beam's options from Beam `arguments`, for a job called `name` if they don't name it otherwise.

    Asks nobody. Raises UsageError for what is missing or can't be right.
    """
    options = PipelineOptions(
        [
            f"--runner={RUNNER}",
            "--streaming",
            f"--job_name={name}",
            f"--worker_machine_type={MACHINE_TYPE}",
            f"--max_num_workers={MAX_WORKERS}",
            "--no_save_main_session",
            "--experiments=disable_logging_submission_environment",
            *arguments,
        ]
    )
    _check(options, runner)
    debug = options.view_as(DebugOptions)
    if not debug.lookup_experiment(MANY_PROCESSES):
        debug.add_experiment(ONE_PROCESS)
    return options


def job_name(group: str) -> str:
    """A job's name for a consumer group: small letters, digits and hyphens, 63 at most, another for each group."""
    plain = f"dateline-{group}"
    name = re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")
    if name == plain and len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 9].rstrip('-')}-{crc32(plain.encode()):08x}"


def _check(options: PipelineOptions, runner: PipelineRunner) -> None:
    cloud, setup = options.view_as(GoogleCloudOptions), options.view_as(SetupOptions)
    missing = [f"--{name}" for name in REQUIRED if not getattr(cloud, name)]
    if missing:
        raise UsageError(f"Dataflow needs {' and '.join(missing)}")
    workers = options.view_as(WorkerOptions)
    if not (workers.sdk_container_image or setup.setup_file or setup.extra_packages):
        raise UsageError(
            "the workers have no Dateline: name an image that has it with --sdk_container_image "
            "(deploy/dataflow builds one), or give --setup_file setup.py"
        )
    if cloud.update:
        raise UsageError("leave --update out: a run takes over from the elder job of its group by itself")
    service = cloud.dataflow_service_options or ()
    if AT_LEAST_ONCE in service or options.view_as(DebugOptions).lookup_experiment(AT_LEAST_ONCE):
        raise UsageError(
            f"leave {AT_LEAST_ONCE} out: grouping and commits keep state, which it may write twice"
        )
    validator = PipelineOptionsValidator(options, runner)
    places = [place for place in ("temp_location", "staging_location") if getattr(cloud, place)]
    problems = [
        *(problem for place in places for problem in validator.validate_gcs_path(cloud, place)),
        *validator.validate_cloud_options(cloud),
        *validator.validate_num_workers(workers),
        *validator.validate_worker_region_zone(workers),
        *validator.validate_sdk_container_image_options(workers),
    ]
    if problems:
        raise UsageError("; ".join(" ".join(problem.split()).rstrip(".") for problem in problems))
