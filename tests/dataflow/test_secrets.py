"""A secret is looked up in Secret Manager by who needs it, and is in nothing that is staged or sent."""

import json
from pathlib import Path

import pytest

from connectors import secret_manager
from connectors.errors import ConnectorError
from connectors.kafka.settings import KafkaSettings
from connectors.properties_file import resolved
from tests.dataflow.conftest import Submit
from tests.dataflow.google import PROJECT, Google
from tests.dataflow.graph import layers

VERSION = f"projects/{PROJECT}/secrets/kafka/versions/latest"
SECRET = "correct-horse-battery"
PROPERTIES = f"""security.protocol=SASL_SSL
sasl.mechanism=PLAIN
sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="dateline" \\
    password="${{secret-manager:{VERSION}}}";
"""


@pytest.fixture
def manager(google: Google, monkeypatch: pytest.MonkeyPatch) -> Google:
    """Google's services, with a secret in Secret Manager."""
    monkeypatch.setattr(secret_manager, "SERVICE", f"{google.address}/v1")
    google.secrets[VERSION] = SECRET + "\n"
    return google


@pytest.fixture
def properties(tmp_path: Path) -> Path:
    """A properties file that refers to the secret."""
    path = tmp_path / "kafka.properties"
    path.write_text(PROPERTIES)
    return path


def test_a_client_gets_the_secret(manager: Google, properties: Path) -> None:
    settings = KafkaSettings.load("broker:9092", "dateline", str(properties))
    assert settings.literal_secrets() == []
    assert settings.arguments("consumer")["sasl_plain_password"] == SECRET


@pytest.mark.parametrize("version", [VERSION.replace("kafka", "other"), "kafka"])
def test_a_secret_that_can_not_be_read_is_said(manager: Google, version: str) -> None:
    with pytest.raises(ConnectorError, match=f"setting x refers to {version}: Secret Manager answers 403"):
        resolved("x", f"${{secret-manager:{version}}}")


def test_the_services_away_is_said(manager: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_manager, "SERVICE", "http://127.0.0.1:1/v1")
    with pytest.raises(ConnectorError, match="Secret Manager can't be asked"):
        resolved("x", f"${{secret-manager:{VERSION}}}")


def test_nothing_that_is_staged_or_sent_holds_it(
    manager: Google, submit: Submit, properties: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.dataflow.run.check", lambda settings: settings.kafka.arguments("admin"))
    monkeypatch.setattr("pipeline.dataflow.run.take_over", lambda settings: None)
    assert submit(f"--kafka-properties={properties}").code == 0
    assert f"GET /v1/{VERSION}:access" in manager.asked
    sent = [*manager.objects.values(), json.dumps(manager.jobs).encode()]
    texts = [text for data in sent for text in layers(data)]
    assert sum(VERSION.encode() in text for text in texts) > 2  # reader, group and sink
    assert [text for text in texts if SECRET.encode() in text] == []
