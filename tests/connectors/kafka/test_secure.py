"""TLS, SASL and permissions on a real broker."""

import logging
import subprocess

import pytest
import trustme

from connectors.errors import ConnectorError
from connectors.kafka import admin, log
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.sink import SinkSettings
from connectors.kafka.source import SourceSettings
from deploy.kafka.broker import Broker, Security
from tests.brokers import fill, messages, new_topic
from tests.certificates import issue
from tests.connectors.kafka import flows
from tests.outcomes import DATELINE

AUTHORIZER = {
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": "User:ANONYMOUS;User:anna",
}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    issue(folder)
    return folder


@pytest.fixture(scope="module")
def secure(certificates, tmp_path_factory):
    users = {"anna": "s3cret-of-anna", "mallory": "s3cret-of-mallory"}
    security = Security(certificates / "server.pem", certificates / "ca.pem", users)
    with Broker(
        tmp_path_factory.mktemp("secure") / "broker", properties=AUTHORIZER, security=security
    ) as broker:
        yield broker


def settings_for(broker, certificates, mechanism="SCRAM-SHA-256", user="anna", password=None, **more):
    given = {
        "security.protocol": "SASL_SSL",
        "ssl.ca.location": str(certificates / "ca.pem"),
        "sasl.mechanism": mechanism,
        "sasl.username": user,
        "sasl.password": password or f"s3cret-of-{user}",
    }
    return KafkaSettings(broker.secure_address, "group", given | more)


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
def test_a_run_over_tls_and_sasl(secure, certificates, mechanism, caplog):
    caplog.set_level(logging.DEBUG)
    plain = secure.bootstrap_servers
    topic, out, index = (new_topic(plain, partitions=2) for _ in range(3))
    fill(plain, topic, [b"%d" % number for number in range(20)], 2)
    settings = settings_for(secure, certificates, mechanism)
    log.fence(settings, [topic])
    source = SourceSettings(settings, (topic,), until_caught_up=True)
    flows.run(source, SinkSettings(settings), out, index)
    assert len(messages(plain, out)) == 20
    assert len(list(log.read_all(settings, out))) == 20
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"password": "s3cret-wrong"}, "(invalid credentials|are .* user and password right)"),
        (
            {"mechanism": "PLAIN", "password": "s3cret-wrong"},
            "(Invalid username or password|are .* user and password right)",
        ),
        (
            {"mechanism": "SCRAM-SHA-512", "password": "s3cret-wrong"},
            "(invalid credentials|are .* user and password right)",
        ),
    ],
)
def test_a_wrong_password_is_told_and_not_shown(secure, certificates, change, reason, monkeypatch):
    monkeypatch.setattr("connectors.kafka.clients.BOOTSTRAP_MS", 2000)
    with pytest.raises(ConnectorError, match=f"can't reach Kafka at localhost:.*{reason}") as caught:
        admin.check_topics(settings_for(secure, certificates, **change), ["topic"])
    assert "s3cret" not in str(caught.value)


def test_a_certificate_of_another_authority_is_told(secure, certificates, tmp_path, monkeypatch):
    monkeypatch.setattr("connectors.kafka.clients.BOOTSTRAP_MS", 2000)
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    other = {"ssl.ca.location": str(tmp_path / "ca.pem")}
    with pytest.raises(ConnectorError, match="certificate verify failed"):
        admin.check_topics(settings_for(secure, certificates, **other), ["topic"])


def test_a_missing_permission_is_named(secure, certificates):
    topic = new_topic(secure.bootstrap_servers)
    denied = settings_for(secure, certificates, user="mallory")
    with pytest.raises(ConnectorError, match=f"no permission for topic {topic}"):
        admin.check_topics(denied, [topic])
    with pytest.raises(ConnectorError, match="creating topic other: no permission for"):
        admin.create_topics(denied, [admin.TopicSpec("other", 1)])


def test_the_command_ends_with_one_line_without_the_wrong_password(secure, certificates, tmp_path):
    properties = settings_for(secure, certificates, "SCRAM-SHA-512", password="s3cret-wrong").properties
    file = tmp_path / "client.properties"
    file.write_text("".join(f"{name}={value}\n" for name, value in properties.items()))
    command = [
        *DATELINE,
        "run",
        "--bootstrap-servers",
        secure.secure_address,
        "--kafka-properties",
        str(file),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 2
    (line,) = ended.stderr.strip().splitlines()
    assert line.startswith(f"dateline: can't reach Kafka at {secure.secure_address}: ")
    assert "s3cret" not in ended.stdout + ended.stderr
