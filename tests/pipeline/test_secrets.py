"""What a job carries to a cluster: references to secrets, and no secret."""

import base64
import bz2
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions

from pipeline.beam_options import DatelineOptions, parted
from pipeline.errors import UsageError
from pipeline.flink.run import run_on_flink
from pipeline.main import build
from pipeline.secrets import refuse_secrets
from pipeline.settings import Settings, settings_of

SECRET = "s3cret-of-anna"
TOKEN = "t0ken-of-anna"
JAAS = "org.apache.kafka.common.security.scram.ScramLoginModule required username=anna password="


@pytest.fixture
def references(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """References to the secrets, which are there to be looked up."""
    monkeypatch.setenv("KAFKA_PASSWORD", SECRET)
    (tmp_path / "token").write_text(TOKEN)
    return {"password": "${env:KAFKA_PASSWORD}", "token": f"${{file:{tmp_path / 'token'}}}"}


def options_with(folder: Path, kafka: str, registry: str) -> list[str]:
    """The command's options with these lines in their files of properties."""
    (folder / "kafka.properties").write_text(f"bootstrap.servers=localhost:1\n{kafka}\n")
    (folder / "registry.properties").write_text(f"schema.registry.url=http://localhost:1\n{registry}\n")
    return [
        f"--kafka-properties={folder / 'kafka.properties'}",
        f"--schema-registry-properties={folder / 'registry.properties'}",
    ]


@pytest.fixture(autouse=True)
def no_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings are made without asking the registry for ids."""
    monkeypatch.setattr("pipeline.settings.written_ids", lambda *_: {})


def settings_with(folder: Path, kafka: str, registry: str) -> Settings:
    return settings_of(parted(options_with(folder, kafka, registry))[0])


def everything(message: Any) -> Iterator[bytes]:
    """All bytes and texts in a protocol buffer, unpacked where Beam has packed them."""
    if isinstance(message, str):
        yield message.encode()
    elif isinstance(message, bytes):
        yield message
        try:
            yield bz2.decompress(base64.b64decode(message))
        except (ValueError, OSError):
            pass
    elif hasattr(message, "ListFields"):
        for _, value in message.ListFields():
            yield from everything(value)
    elif isinstance(message, Mapping):
        for item in message.items():
            yield from (part for side in item for part in everything(side))
    elif hasattr(message, "__iter__"):
        for part in message:
            yield from everything(part)


def graph(settings: Settings) -> bytes:
    """The graph as an engine is given it, with what is pickled in it."""
    pipeline = beam.Pipeline(options=PipelineOptions(["--streaming"]))
    build(pipeline, settings)
    proto = pipeline.to_runner_api()
    packed = [transform.spec.payload for transform in proto.components.transforms.values()]
    inner = [
        beam.portability.api.beam_runner_api_pb2.ParDoPayload.FromString(p)
        for p in packed
        if b"beam:dofn" in p
    ]
    return b"\n".join([*everything(proto), *everything(inner)])


def test_references_travel_and_secrets_do_not(
    tmp_path: Path, references: Mapping[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    kafka = f"sasl.password={references['password']}"
    settings = settings_with(tmp_path, kafka, f"bearer.auth.token={references['token']}")
    assert settings.kafka.arguments("producer")["sasl_plain_password"] == SECRET
    refuse_secrets(settings, "flink")
    sent = graph(settings)
    assert b"KAFKA_PASSWORD" in sent
    assert references["token"].encode() in sent
    assert SECRET.encode() not in sent
    assert TOKEN.encode() not in sent
    assert SECRET not in caplog.text + repr(settings)
    assert TOKEN not in caplog.text + repr(settings)


def test_the_search_would_find_a_secret(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, f"sasl.password={SECRET}", f"bearer.auth.token={TOKEN}")
    sent = graph(settings)
    assert SECRET.encode() in sent
    assert TOKEN.encode() in sent
    assert SECRET not in repr(settings)
    assert TOKEN not in repr(settings)


def test_options_that_an_engine_shows_hold_no_secret(tmp_path: Path, references: Mapping[str, str]) -> None:
    given = options_with(tmp_path, f"sasl.password={SECRET}", f"bearer.auth.token={TOKEN}")
    given.append(f"--kafka-option=ssl.key.password={references['password']}")
    options = PipelineOptions(given)
    assert options.view_as(DatelineOptions).values().kafka_properties == str(tmp_path / "kafka.properties")
    shown = repr(options.get_all_options())
    assert references["password"] in shown
    assert SECRET not in shown
    assert TOKEN not in shown


@pytest.mark.parametrize(
    ("kafka", "registry", "named"),
    [
        (f"sasl.password={SECRET}", "", "sasl.password"),
        (f"ssl.key.password={SECRET}${{env:KAFKA_PASSWORD}}", "", "ssl.key.password"),
        (f'sasl.jaas.config={JAAS}"{SECRET}";', "", "sasl.jaas.config"),
        ("", f"bearer.auth.token={TOKEN}", "bearer.auth.token"),
        ("", f"basic.auth.user.info=anna:{SECRET}", "basic.auth.user.info"),
        ("", f"schema.registry.url=http://anna:{SECRET}@localhost:1", "schema.registry.url"),
    ],
)
@pytest.mark.parametrize("runner", ["flink", "dataflow", "SparkRunner"])
def test_a_secret_in_a_file_is_refused_for_a_cluster(
    tmp_path: Path, kafka: str, registry: str, named: str, runner: str
) -> None:
    settings = settings_with(tmp_path, kafka, registry)
    with pytest.raises(UsageError, match=rf"^{named}: .* \$\{{env:NAME\}} or \$\{{file:PATH\}}") as caught:
        refuse_secrets(settings, runner)
    assert SECRET not in str(caught.value)
    assert TOKEN not in str(caught.value)
    refuse_secrets(settings, "direct")


def test_references_are_taken_wherever_a_secret_may_stand(
    tmp_path: Path, references: Mapping[str, str]
) -> None:
    kafka = f'sasl.jaas.config={JAAS}"{references["password"]}";\nssl.key.password={references["password"]}'
    for user in (f"anna:{references['password']}", references["password"]):
        settings = settings_with(tmp_path, kafka, f"basic.auth.user.info={user}")
        refuse_secrets(settings, "flink")


def test_a_secret_is_refused_before_flink_is_sent_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.flink.rest.Flink.check", lambda *_: None)
    monkeypatch.setattr("pipeline.flink.run.jars_folder", lambda _: tmp_path)
    with pytest.raises(UsageError, match=r"^sasl\.password: a secret would travel"):
        run_on_flink(options_with(tmp_path, f"sasl.password={SECRET}", ""))
