"""Client settings: read, checked, mapped, and their secrets kept out of sight."""

import pickle

import pytest

from connectors.errors import ConnectorError
from connectors.kafka.properties import arguments, parse_options, shown
from connectors.kafka.settings import KafkaSettings
from connectors.properties_file import parse_file

JAAS = (
    'org.apache.kafka.common.security.plain.PlainLoginModule required username="anna" password="s3\\"cret";'
)


def load(tmp_path, text):
    path = tmp_path / "client.properties"
    path.write_text(text, "utf-8")
    return parse_file(path)


def test_a_java_properties_file_is_read(tmp_path):
    text = """
    # a comment
    ! another
    security.protocol=SASL_SSL
    sasl.mechanism : PLAIN
    client.id   some name
    ssl.cipher.suites = a\\
        b
    sasl.password = tab\\there \\u00e9 = 1
    """
    assert load(tmp_path, text) == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "PLAIN",
        "client.id": "some name",
        "ssl.cipher.suites": "ab",
        "sasl.password": "tab\there é = 1",
    }


def test_credentials_come_from_jaas():
    assert arguments({"sasl.jaas.config": JAAS}, "consumer") == {
        "sasl_plain_username": "anna",
        "sasl_plain_password": 's3"cret',
    }


def test_credentials_in_a_file_as_java_writes_them(tmp_path):
    found = load(tmp_path, "sasl.jaas.config=" + JAAS.replace("\\", "\\\\") + "\n")
    assert found == {"sasl.jaas.config": JAAS}


def test_java_and_librdkafka_names_are_mapped(tmp_path):
    pem = tmp_path / "ca.pem"
    pem.write_text("x")
    given = {
        "ssl.truststore.location": str(pem),
        "ssl.truststore.type": "PEM",
        "ssl.endpoint.identification.algorithm": "",
        "request.timeout.ms": "5000",
        "compression.type": "none",
    }
    assert arguments(given, "producer") == {
        "ssl_cafile": str(pem),
        "ssl_check_hostname": False,
        "request_timeout_ms": 5000,
        "compression_type": None,
    }
    assert "compression_type" not in arguments(given, "consumer")


def test_secrets_from_environment_and_file_are_looked_up_late(tmp_path, monkeypatch):
    secret = tmp_path / "secret"
    secret.write_text("from file\n")
    given = {"sasl.username": "${env:KAFKA_USER}", "sasl.password": f"${{file:{secret}}}"}
    settings = KafkaSettings("host:1", "group", given)
    monkeypatch.setenv("KAFKA_USER", "anna")
    made = pickle.loads(pickle.dumps(settings)).arguments("admin")
    assert (made["sasl_plain_username"], made["sasl_plain_password"]) == ("anna", "from file")
    assert b"from file" not in pickle.dumps(settings)


@pytest.mark.parametrize("reference", ["${env:NOT_SET_ANYWHERE}", "${file:/not/there}"])
def test_a_missing_secret_is_named(reference):
    settings = KafkaSettings("host:1", "group", {"sasl.password": reference})
    with pytest.raises(ConnectorError, match=r"sasl\.password refers to"):
        settings.arguments("consumer")


def test_no_secret_in_repr():
    given = {"sasl.jaas.config": JAAS, "sasl.password": "s3cret", "client.id": "me"}
    settings = KafkaSettings("host:1", "group", given)
    assert "s3" not in repr(settings)
    assert "me" in repr(settings)
    assert shown({"unknown": "value"}) == {"unknown": "***"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sasl.mechanisms": "PLAIN"}, r"sasl\.mechanisms is unknown.*did you mean sasl\.mechanism\?"),
        ({"group.id": "x"}, r"group\.id is unknown or not for the user"),
        ({"security.protocol": "TLS"}, "must be one of PLAINTEXT"),
        ({"request.timeout.ms": "soon"}, "must be a whole number"),
        ({"ssl.truststore.type": "JKS"}, "must be one of PEM"),
        ({"ssl.ca.location": "/not/there.pem"}, r"no file /not/there\.pem"),
    ],
)
def test_a_wrong_setting_is_named(given, message):
    with pytest.raises(ConnectorError, match=message):
        KafkaSettings("host:1", "group", given)


def test_a_wrong_jaas_line_is_not_repeated():
    settings = KafkaSettings("host:1", "group", {"sasl.jaas.config": "password=s3cret"})
    with pytest.raises(ConnectorError, match=r"sasl\.jaas\.config must name") as caught:
        settings.arguments("consumer")
    assert "s3cret" not in str(caught.value)


def test_options_win_over_the_file(tmp_path):
    path = tmp_path / "client.properties"
    path.write_text("bootstrap.servers=a:1,b:2\nclient.id=file\n")
    settings = KafkaSettings.load(None, "group", str(path), ["client.id=option"])
    assert settings == KafkaSettings("a:1,b:2", "group", {"client.id": "option"})
    assert settings.arguments("consumer")["bootstrap_servers"] == ["a:1", "b:2"]


def test_unreadable_input_is_one_clear_error(tmp_path):
    with pytest.raises(ConnectorError, match="not of the form key=value"):
        parse_options(["novalue"])
    with pytest.raises(ConnectorError, match="can't read the properties file"):
        parse_file(tmp_path / "missing")
    with pytest.raises(ConnectorError, match="no Kafka brokers given"):
        KafkaSettings.load(None, "group")


@pytest.mark.parametrize(
    "option",
    [
        "sasl.password=s3cret",
        "ssl.key.password=s3cret",
        "sasl.jaas.config=" + JAAS.replace('anna"', '${env:KAFKA_USER}"'),
        "sasl.password=${env:A}s3cret",
    ],
)
def test_a_secret_on_the_command_line_is_refused_and_not_repeated(option):
    with pytest.raises(ConnectorError, match="holds a secret, which others could see") as caught:
        parse_options([option])
    assert "cret" not in str(caught.value).replace("a secret", "")


@pytest.mark.parametrize(
    "option",
    [
        "sasl.password=${env:KAFKA_PASSWORD}",
        'sasl.jaas.config=x.PlainLoginModule required username="anna" password="${file:/run/secret}";',
    ],
)
def test_a_reference_to_a_secret_may_stand_on_the_command_line(option):
    name, _, value = option.partition("=")
    assert parse_options([option]) == {name: value}
