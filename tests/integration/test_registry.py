"""A real schema registry with users: registration, rules, a run over framed values, outages and refusals."""

import io
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fastavro
import pytest

import schemas
from connectors.registry.client import RegistryClient, RegistryError
from connectors.registry.framing import frame, unframe
from connectors.registry.settings import RegistrySettings
from deploy.kafka.broker import Broker
from deploy.registry.server import Registry, Tls
from pipeline.registration import RULE
from tests.certificates import issue
from tests.outcomes import DATELINE, OUTPUTS, create_topics, producing, read

PASSWORDS = {"anna": "s3cret-of-anna", "rita": "s3cret-of-rita"}
BREAKING = {
    "type": "record",
    "name": "Event",
    "namespace": "dateline",
    "fields": [{"name": "event_id", "type": "int"}],
}
TEXTS = (
    "The foreign ministers of Norway and Japan met in Oslo on Tuesday.",
    "Kenya sent aid to Chad on Monday.",
)


OTHER_ARTICLE = {
    "type": "record",
    "name": "Story",
    "fields": [{"name": "title", "type": "string"}, {"name": "text", "type": "string"}],
}


@pytest.fixture(scope="module")
def registry() -> Iterator[Registry]:
    with Registry(PASSWORDS, readers=("rita",)) as running:
        yield running


@pytest.fixture(scope="module")
def properties(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings of anna, whose password is in a file of its own."""
    folder = tmp_path_factory.mktemp("secrets")
    (folder / "user").write_text(f"anna:{PASSWORDS['anna']}\n")
    path = folder / "registry.properties"
    path.write_text(f"schema.registry.url={registry.url}\nbasic.auth.user.info=${{file:{folder / 'user'}}}\n")
    return path


def client(registry: Registry, user: str = "anna") -> RegistryClient:
    return RegistryClient(RegistrySettings(registry.url, username=user, password=PASSWORDS[user]))


def dateline(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*DATELINE, *arguments], capture_output=True, text=True, timeout=120, check=False)


def framed(schema_id: int, schema: Any, record: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    fastavro.schemaless_writer(out, fastavro.parse_schema(schema), record)
    return frame(schema_id, out.getvalue())


def kind(value: bytes, asked: RegistryClient) -> str:
    """The name of the schema that `value` is framed with, which it must be whole in."""
    schema_id, payload = unframe(value)
    source, schema = io.BytesIO(payload), fastavro.parse_schema(dict(asked.schema(schema_id)))
    fastavro.schemaless_reader(source, schema, None)
    assert not source.read()
    return schema["name"]


def test_register_sets_the_rule_and_is_asked_again_without_harm(registry: Registry, properties: Path) -> None:
    command = ("--schema-registry-properties", str(properties))
    first, second = (dateline("schemas", "register", *command) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    checked = dateline("schemas", "check", *command)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.count(f"\t{RULE}\tcompatible\n") == 4
    with client(registry) as asked:
        assert {"articles-value", "events-value"} <= set(asked.subjects())
        assert asked.rule("events-value") == RULE
        assert asked.incompatibilities("events-value", json.dumps(BREAKING))
        with pytest.raises(RegistryError, match="HTTP 409"):
            asked.register("events-value", json.dumps(BREAKING))


def test_all_or_none_are_registered(registry: Registry, properties: Path) -> None:
    with client(registry) as asked:
        asked.register("foreign-value", json.dumps(BREAKING))
    names = ("--events-topic", "foreign", "--enriched-topic", "unborn")
    ended = dateline("schemas", "register", "--schema-registry-properties", str(properties), *names)
    assert ended.returncode == 2
    assert "incompatible, nothing registered: foreign-value" in ended.stderr
    with client(registry) as asked:
        assert "unborn-value" not in asked.subjects()


def test_a_wrong_password_and_a_missing_right_are_told(registry: Registry) -> None:
    wrong = RegistrySettings(registry.url, username="anna", password="s3cret-wrong")
    with RegistryClient(wrong) as asked, pytest.raises(RegistryError, match="HTTP 401") as caught:
        asked.subjects()
    assert "s3cret" not in str(caught.value)
    with client(registry, "rita") as asked, pytest.raises(RegistryError, match="HTTP 403"):
        asked.register("of-rita-value", json.dumps(BREAKING))


def test_a_password_on_the_command_line_is_refused(registry: Registry) -> None:
    ended = dateline("schemas", "check", "--schema-registry-url", registry.url.replace("//", "//a:s3cret@"))
    assert ended.returncode == 2
    assert "--schema-registry-properties" in ended.stderr
    assert "s3cret" not in ended.stderr


@pytest.mark.timeout(300)
def test_a_run_over_framed_values_outlives_an_outage(registry: Registry, properties: Path) -> None:
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        common = ("--bootstrap-servers", address, "--schema-registry-properties", str(properties))
        assert (
            dateline("schemas", "register", "--schema-registry-properties", str(properties)).returncode == 0
        )
        with client(registry) as asked:
            article_id = asked.lookup("articles-value", schemas.source(schemas.ARTICLE))
            asked.set_rule("articles-value", "NONE")
            other_id = asked.register("articles-value", json.dumps(OTHER_ARTICLE))
        assert article_id is not None
        with producing(address) as producer:
            producer.send(
                "articles", framed(other_id, OTHER_ARTICLE, {"title": "Aid", "text": TEXTS[0]}), partition=0
            )
            known = dict.fromkeys(field["name"] for field in schemas.load(schemas.ARTICLE)["fields"])
            value = framed(article_id, schemas.load(schemas.ARTICLE), known | {"text": TEXTS[1]})
            producer.send("articles", value, partition=0)
        refused = dateline("run", *common, "--until-caught-up", "--events-topic", "foreign")
        assert refused.returncode == 2
        assert "foreign-value" in refused.stderr
        assert not [record for topic in OUTPUTS for record in read(address, topic)]
        run = subprocess.Popen(
            [*DATELINE, "run", *common, "--until-caught-up", "--workers", "1"],
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        assert "s3cret" not in Path(f"/proc/{run.pid}/cmdline").read_text()
        assert run.stderr is not None
        lines = []
        with run.stderr as log:
            for line in log:
                lines.append(line)
                if "started on" in line:  # it knows the ids of what it writes, and has decoded nothing yet
                    registry.kill()
                if "waiting for it" in line:
                    time.sleep(1)
                    registry.start()
        assert run.wait(120) == 0
        assert any("waiting for it" in line for line in lines)
        assert "s3cret" not in "".join(lines)
        with client(registry) as asked:
            kinds = [kind(record.value, asked) for topic in OUTPUTS for record in read(address, topic)]
        assert kinds.count("dateline.EnrichedArticle") == 2
        assert "dateline.DeadLetter" not in kinds


@pytest.mark.integration
def test_over_tls_a_registry_is_trusted_by_its_authority_alone(tmp_path: Path) -> None:
    keystore, authority = issue(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    _, stranger = issue(other)
    with Registry(PASSWORDS, tls=Tls(keystore, authority)) as running:
        assert running.url.startswith("https://")
        answers = {
            trusted: register_over_tls(tmp_path, running.url, trusted)
            for trusted in (authority, stranger, None)
        }
    assert answers[authority].returncode == 0, answers[authority].stderr
    for trusted in (stranger, None):
        ended = answers[trusted]
        assert ended.returncode == 2
        (line,) = ended.stderr.strip().splitlines()
        assert "certificate verify failed" in line
        assert "ssl.ca.location" in line
        assert PASSWORDS["anna"] not in ended.stdout + ended.stderr


def register_over_tls(folder: Path, url: str, trusted: Path | None) -> "subprocess.CompletedProcess[str]":
    """``dateline schemas register`` as anna, who trusts these certificates, or else the machine's."""
    path = folder / "tls.properties"
    lines = [f"schema.registry.url={url}", f"basic.auth.user.info=anna:{PASSWORDS['anna']}"]
    path.write_text("\n".join(lines + ([f"ssl.ca.location={trusted}"] if trusted else [])))
    command = [*DATELINE, "schemas", "register", f"--schema-registry-properties={path}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
