"""From the launcher's command line to ``dateline run``, and the template's metadata that says what may stand there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from google.cloud import dataflow
from google.protobuf import json_format

from deploy.dataflow.metadata import LEFT_OUT, metadata
from pipeline import options
from pipeline.beam_options import parted
from pipeline.dataflow import launch
from pipeline.dataflow.launch import command
from pipeline.options import OPTIONS
from tests.dataflow.conftest import GIVEN
from tests.dataflow.google import BUCKET, ENDPOINT, JOBS, Google
from tests.dataflow.graph import staged_graph, steps

HERE = Path(__file__).resolve().parents[2] / "deploy" / "dataflow"
PARAMETERS = {parameter["name"]: parameter for parameter in metadata()["parameters"]}


def fits(name: str, value: str) -> bool:
    """Whether the service lets a parameter through."""
    return all(re.fullmatch(pattern, value) for pattern in PARAMETERS[name]["regexes"])


def test_the_metadata_is_made_from_the_options() -> None:
    assert json.loads((HERE / "metadata.json").read_text()) == metadata(), "make format makes it anew"
    left_out = {o.key for o in OPTIONS if o.name in LEFT_OUT or o.group in (options.FLINK, options.DATAFLOW)}
    assert set(PARAMETERS) == {o.key for o in OPTIONS} - left_out | {"sdk_container_image"}


def test_the_metadata_is_what_dataflow_takes() -> None:
    known = dataflow.TemplateMetadata.pb()
    found = json_format.Parse((HERE / "metadata.json").read_text(), known())
    for parameter in found.parameters:
        assert parameter.name
        assert parameter.label
        assert parameter.help_text
        assert bool(parameter.enum_options) is (parameter.param_type == dataflow.ParameterType.ENUM)
    for mistake in (
        {"streming": True},
        {"parameters": [{"paramType": "SWITCH"}]},
        {"parameters": [{"regex": "x"}]},
    ):
        with pytest.raises(json_format.ParseError):
            json_format.ParseDict(mistake, known())


@pytest.mark.parametrize("name", [name for name, p in PARAMETERS.items() if "defaultValue" in p])
def test_every_default_fits_and_stands_for_itself(name: str, tmp_path: Path) -> None:
    value = PARAMETERS[name]["defaultValue"]
    assert fits(name, value)
    untouched, _ = parted([])
    given, others = parted(command([f"--{name}={value}"], tmp_path)[2:])
    assert others == []
    found, wanted = getattr(given, name), getattr(untouched, name)
    assert (tuple(found), True) == (tuple(wanted), True) if isinstance(wanted, tuple) else found == wanted


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("bootstrap_servers", ["broker-1:9092", "a:1,b.example.org:2"], ["broker", "a:b", "a:1,,b:2", ""]),
        ("input_topic", ["news", "a.b,c_d"], ["a b", "ä", ""]),
        ("events_topic", ["events"], ["a,b", ""]),
        (
            "kafka_properties",
            ["gs://bucket/kafka.properties"],
            ["/etc/kafka.properties", "gs://bucket", "gs:///x"],
        ),
        ("kafka_option", ["security.protocol=SSL", "a=b,c=d=e"], ["security.protocol", "=x"]),
        ("schema_registry_url", ["https://registry:8081/x"], ["registry:8081"]),
        ("delivery", ["exactly-once", "at-least-once"], ["at-most-once", ""]),
        ("start_from", ["latest", "2026-03-01", "2026-03-01T12:00:00Z"], ["now", "yesterday"]),
        ("workers", ["0", "16"], ["-1", "1.5", "many"]),
        ("retention_days", ["14", "0.5"], ["-1", "two", "1."]),
        ("language", ["en", "en,de"], ["English", "en de"]),
        ("log_format", ["text", "json"], ["xml"]),
        ("sdk_container_image", ["europe-docker.pkg.dev/p/r/dateline:1"], ["", "a b"]),
    ],
)
def test_a_value_that_can_not_be_right_is_not_let_through(name: str, good: list[str], bad: list[str]) -> None:
    assert [value for value in good if not fits(name, value)] == []
    assert [value for value in bad if fits(name, value)] == []


def test_parameters_become_options(tmp_path: Path) -> None:
    given = [
        "--runner=DataflowRunner",
        "--input_topic=a,b",
        "--min_confidence=0.5",
        "--language=en,de",
        "--kafka_option=security.protocol=SSL,request.timeout.ms=5000",
        "--job_name=mine",
        "--template_location=gs://bucket/job_object",
    ]
    found, others = parted(command(given, tmp_path))
    assert (found.input_topic, found.min_confidence, found.language) == ("a,b", 0.5, ["en", "de"])
    assert found.kafka_option == ["security.protocol=SSL", "request.timeout.ms=5000"]
    assert others == ["--runner=DataflowRunner", *given[-2:]]


@pytest.mark.parametrize(("value", "on"), [("true", True), ("True", True), ("", True), ("false", False)])
def test_a_switch_is_true_or_false(tmp_path: Path, value: str, on: bool) -> None:
    found, _ = parted(command([f"--until_caught_up={value}"], tmp_path))
    assert found.until_caught_up is on


def launched(google: Google, monkeypatch: pytest.MonkeyPatch, *parameters: str) -> Any:
    """The exit code of the launcher's program, called as the launcher calls it."""
    where = "--template_location=gs://my-bucket/launch/job_object"
    arguments = ["main.py", "--runner=DataflowRunner", where, f"--dataflow_endpoint={ENDPOINT}", *parameters]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as leaving:
        launch.main()
    return leaving.value.code


def test_the_launcher_gets_its_job(
    google: Google, topics: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    broker, *names = topics
    google.objects[f"gs://{BUCKET}/kafka.properties"] = (
        f"bootstrap.servers={broker.partition('=')[2]}".encode()
    )
    parameters = [
        f"--{name.lstrip('-').replace('-', '_')}={value}"
        for name, _, value in (n.partition("=") for n in names)
    ]
    file = f"--kafka_properties=gs://{BUCKET}/kafka.properties"
    more = [
        "--job_name=mine",
        "--labels=goog-dataflow-provided-template-type=flex",
        "--an_option_of_the_launcher=1",
    ]
    assert launched(google, monkeypatch, *GIVEN, file, *parameters, *more) == 0
    job = json.loads(google.objects[f"gs://{BUCKET}/launch/job_object"])
    assert job["name"] == "mine"
    assert steps(staged_graph(google.staged("pipeline.pb")))[0] == "read"
    assert not any(request.endswith(JOBS) for request in google.asked)


def test_a_launch_without_a_broker_fails_in_one_line(
    google: Google, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert launched(google, monkeypatch, *GIVEN) == 2
    assert "no Kafka brokers given" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_in_one_line(
    google: Google, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert launched(google, monkeypatch, *GIVEN, f"--kafka_properties=gs://{BUCKET}/none") == 2
    assert f"can't read gs://{BUCKET}/none" in capsys.readouterr().err
