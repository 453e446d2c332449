"""The part of Dataflow's interface that is needed to see a job through."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import google.auth
from apache_beam.options.pipeline_options import GoogleCloudOptions, PipelineOptions
from apache_beam.runners.dataflow.internal.apiclient import DataflowApplicationClient
from google.api_core.exceptions import GoogleAPICallError
from google.auth.exceptions import GoogleAuthError
from google.cloud import dataflow

from pipeline.errors import UsageError
from pipeline.job import Job

_PREFIX = "JOB_STATE_"


@dataclass(frozen=True, slots=True)
class Complaint:
    """A warning or an error that Dataflow tells of a job."""

    at: datetime
    text: str
    error: bool


class Jobs:
    """The jobs of the project and region in `options`.

    Every method raises UsageError when Google's services refuse.
    """

    def __init__(self, options: PipelineOptions) -> None:
        self._cloud = options.view_as(GoogleCloudOptions)
        with refusals():
            if not self._cloud.no_auth:  # Beam would go on without credentials, after half a minute
                google.auth.default(scopes=self._cloud.gcp_oauth_scopes)
            self._client = DataflowApplicationClient(options)

    def check_buckets(self) -> None:
        """See that the buckets for what is staged are there: Beam would try for ten minutes."""
        places = {self._cloud.temp_location, self._cloud.staging_location} - {None}
        with refusals():
            for bucket in sorted({place.split("/")[2] for place in places}):
                self._client._storage_client.get_bucket(bucket)

    def active(self, name: str) -> list[Job]:
        """The jobs called `name` that have not ended."""
        request = dataflow.ListJobsRequest(
            project_id=self._cloud.project,
            location=self._cloud.region,
            filter=dataflow.ListJobsRequest.Filter.ACTIVE,
        )
        with refusals():
            found = self._client._jobs_client.list_jobs(request)
            return [job_of(job) for job in found if job.name == name]

    def job(self, job_id: str) -> Job:
        """The job as it is now."""
        with refusals():
            return job_of(self._client.get_job(job_id))

    def cancel(self, job_id: str) -> None:
        """Ask for the job's end."""
        with refusals():
            self._client.modify_job_state(job_id, "JOB_STATE_CANCELLED")

    def complaints(self, job_id: str, since: datetime | None = None) -> list[Complaint]:
        """What Dataflow warns of after `since`, oldest first."""
        with refusals():
            messages, _ = self._client.list_messages(
                job_id, start_time=since, minimum_importance="JOB_MESSAGE_WARNING"
            )
        worst = dataflow.JobMessageImportance.JOB_MESSAGE_ERROR
        found = [Complaint(m.time, m.message_text, m.message_importance == worst) for m in messages]
        return sorted((c for c in found if since is None or c.at > since), key=lambda c: c.at)

    def page(self, job_id: str) -> str:
        """Where people look at the job."""
        place = f"{self._cloud.region}/{job_id}?project={self._cloud.project}"
        return f"https://console.cloud.google.com/dataflow/jobs/{place}"


@contextmanager
def refusals() -> Iterator[None]:
    """What Google refuses, or doesn't answer, raises UsageError, in one line."""
    try:
        yield
    except GoogleAuthError as error:
        raise UsageError(f"no access to Google Cloud: {_line(error)}") from error
    except GoogleAPICallError as error:
        raise UsageError(f"Google Cloud refuses: {_line(error)}") from error


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def job_of(found: dataflow.Job) -> Job:
    """The job as Dataflow's client has it."""
    return Job(found.id, found.name, found.current_state.name.removeprefix(_PREFIX))
