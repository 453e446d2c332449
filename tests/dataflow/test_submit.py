"""A submission to Dataflow, up to the request that would start the job, against stand-ins of Google's services."""

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dataflow.options import LONGEST_NAME, MACHINE_TYPE, MAX_WORKERS, job_name
from tests.dataflow.conftest import GIVEN, IMAGE, WHERE, Submit
from tests.dataflow.google import JOBS, Google
from tests.dataflow.graph import IMPULSE, PAR_DO, images, kinds, staged_graph, stateful_keys, steps

STEPS = ["read", "decode", "clean, fingerprint", "group", "spread", "extract, enrich", "commit"]


def only_job(google: Google) -> dict[str, object]:
    """The only job that Dataflow has."""
    (job,) = google.jobs.values()
    return job


def test_the_job_is_a_streaming_job_of_the_whole_graph(
    google: Google, submit: Submit, tmp_path: Path
) -> None:
    file = tmp_path / "job.json"
    assert submit(f"--dataflow_job_file={file}").code == 0
    job = only_job(google)
    assert {key: job[key] for key in json.loads(file.read_text())} == json.loads(file.read_text())
    assert job["type"] == "JOB_TYPE_STREAMING"
    environment = job["environment"]
    assert {"use_runner_v2", "enable_streaming_engine", "no_use_multiple_sdk_containers"} <= set(
        environment["experiments"]
    )
    (pool,) = environment["workerPools"]
    assert pool["machineType"] == MACHINE_TYPE
    assert pool["autoscalingSettings"]["maxNumWorkers"] == MAX_WORKERS
    assert [image["containerImage"] for image in pool["sdkHarnessContainerImages"]] == [IMAGE]
    graph = staged_graph(google.staged("pipeline.pb"))
    assert environment["sdkPipelineOptions"]["options"]["pipelineUrl"].endswith("/pipeline.pb")
    assert steps(graph) == STEPS
    assert images(graph) == {IMAGE}


def test_the_graph_is_of_parts_that_every_engine_has(google: Google, submit: Submit) -> None:
    assert submit().code == 0
    graph = staged_graph(google.staged("pipeline.pb"))
    assert kinds(graph) == {IMPULSE, PAR_DO}
    keys = stateful_keys(graph)
    assert {name.partition("/")[0] for name in keys} == {"group", "spread", "commit"}
    assert set(keys.values()) <= {"beam:coder:varint:v1", "beam:coder:string_utf8:v1", "beam:coder:bytes:v1"}


def test_what_the_user_says_wins(google: Google, submit: Submit) -> None:
    more = [
        "--worker_machine_type=c3-highcpu-22",
        "--max_num_workers=3",
        "--num_workers=2",
        "--job_name=mine",
    ]
    wanted = [
        "--experiments=use_multiple_sdk_containers",
        "--no_use_public_ips",
        "--subnetwork=regions/a/subnetworks/b",
    ]
    assert submit(*more, *wanted).code == 0
    job = only_job(google)
    (pool,) = job["environment"]["workerPools"]
    assert job["name"] == "mine"
    assert pool["machineType"] == "c3-highcpu-22"
    assert (pool["numWorkers"], pool["autoscalingSettings"]["maxNumWorkers"]) == (2, 3)
    assert pool["ipConfiguration"] == "WORKER_IP_PRIVATE"
    assert pool["subnetwork"] == "regions/a/subnetworks/b"
    assert "no_use_multiple_sdk_containers" not in job["environment"]["experiments"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], ["--project", "--region", "--temp_location"]),
        (GIVEN[1:], ["--project"]),
        ([GIVEN[0], *GIVEN[2:]], ["--region"]),
        ([*GIVEN[:2], GIVEN[3]], ["--temp_location"]),
        (WHERE, ["--sdk_container_image", "--setup_file"]),
        ([*GIVEN, "--temp_location=a-folder"], ["Invalid GCS path", "temp_location"]),
        ([*GIVEN, "--staging_location=gs://UPPER/x"], ["Invalid GCS bucket", "staging_location"]),
        ([*GIVEN, "--project=12345"], ["Invalid Project ID"]),
        ([*GIVEN, "--job_name=Not_A_Name"], ["Invalid job_name"]),
        ([*GIVEN, "--num_workers=9", "--max_num_workers=4"], ["num_workers", "max_num_workers"]),
        ([*GIVEN, "--update"], ["--update"]),
        ([*GIVEN, "--until-caught-up"], ["--until-caught-up"]),
        (
            [*GIVEN, "--dataflow_service_options=streaming_mode_at_least_once"],
            ["streaming_mode_at_least_once"],
        ),
        ([*GIVEN, "--experiments=x,streaming_mode_at_least_once"], ["streaming_mode_at_least_once"]),
        ([*GIVEN, "--worker_machine_typ=x"], ["--worker_machine_typ"]),
    ],
)
def test_what_is_missing_or_wrong_is_said_before_anybody_is_asked(
    google: Google, submit: Submit, given: list[str], said: list[str]
) -> None:
    ended = submit(given=given)
    assert ended.code == 2
    assert ended.err.count("\n") == 1 or len(ended.err) < 300
    for words in said:
        assert words in ended.err.replace("\n", " ")
    assert google.asked == []


def test_a_secret_in_a_file_is_refused_before_anything_is_staged(
    google: Google, submit: Submit, tmp_path: Path
) -> None:
    file = tmp_path / "kafka.properties"
    file.write_text("sasl.password=s3cret-of-anna\n")
    ended = submit(f"--kafka-properties={file}")
    assert ended.code == 2
    assert "sasl.password: a secret would travel" in ended.err.replace("\n", " ")
    assert "s3cret" not in ended.out + ended.err
    assert google.objects == {}
    file.write_text("sasl.password=${env:HOME}\n")
    assert submit(f"--kafka-properties={file}").code == 0


def test_a_bucket_that_is_not_there_is_said_at_once(google: Google, submit: Submit) -> None:
    ended = submit("--temp_location=gs://other-bucket/temp")
    assert ended.code == 2
    assert "404" in ended.err
    assert google.objects == {}
    assert google.jobs == {}


def test_what_google_refuses_is_said(google: Google, submit: Submit) -> None:
    ended = submit("--region=us-east1")
    assert ended.code == 2
    assert "403" in ended.err
    assert google.objects == {}


def test_missing_credentials_are_said_at_once(
    google: Google, submit: Submit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    ended = submit()
    assert ended.code == 2
    assert "no access to Google Cloud" in ended.err


def test_a_template_is_written_and_no_job_sent(google: Google, submit: Submit) -> None:
    google.add_job("the-launcher-itself")
    ended = submit(
        "--template_location=gs://my-bucket/launch/job_object", "--job_name=the-launcher-itself", wait=True
    )
    assert ended.code == 0
    job = json.loads(google.objects["gs://my-bucket/launch/job_object"])
    assert job["type"] == "JOB_TYPE_STREAMING"
    assert steps(staged_graph(google.staged("pipeline.pb"))) == STEPS
    assert not any(request.endswith(JOBS) for request in google.asked)
    assert only_job(google)["currentState"] == "JOB_STATE_RUNNING"


def test_a_dry_run_asks_nobody_and_takes_nothing_over(
    google: Google, submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "pipeline.dataflow.run.take_over", lambda _: pytest.fail("the running job is shut out")
    )
    assert submit("--dry_run=True").code == 0
    assert google.jobs == {}
    assert google.objects == {}


def test_missing_packages_are_said(submit: Submit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pipeline.dataflow.run", None)
    ended = submit()
    assert ended.code == 2
    assert "dateline[dataflow]" in ended.err


def test_the_elder_job_of_the_group_is_cancelled_first(google: Google, submit: Submit) -> None:
    other = google.add_job("dateline-of-others")
    assert submit("--job_name=dateline-twice").code == 0
    assert submit("--job_name=dateline-twice").code == 0
    states = [(job["name"], job["currentState"]) for job in google.jobs.values()]
    assert states[1:] == [("dateline-twice", "JOB_STATE_CANCELLED"), ("dateline-twice", "JOB_STATE_RUNNING")]
    assert other["currentState"] == "JOB_STATE_RUNNING"


def test_a_run_that_has_caught_up_cancels_its_job(google: Google, submit: Submit) -> None:
    assert submit("--until-caught-up", wait=True).code == 0  # nothing is in the topic
    assert only_job(google)["currentState"] == "JOB_STATE_CANCELLED"


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_group_has_a_job_name_of_its_own(group: str, other: str) -> None:
    name = job_name(group)
    assert len(name) <= LONGEST_NAME
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name[0].isalpha()
    assert name[-1] != "-"
    assert (name == job_name(other)) is (group == other)
