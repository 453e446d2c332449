"""The files for users' clusters, as far as they can be checked without Docker and Kubernetes."""

import shlex
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.flink.jars import FLINK
from pipeline.beam_options import parted
from pipeline.flink.java import FLINK_VERSION
from pipeline.flink.run import flink_settings
from tests.deploy.image import ROOT, copied, images, installed, instructions

HERE = ROOT / "deploy" / "flink"
DOCKERFILE = instructions(HERE / "Dockerfile")
OPERATOR = "org.apache.flink:flink-kubernetes-operator-api:1.10.0"
CRD = "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml"


def manifests() -> Iterator[dict[str, Any]]:
    """Every document of the Kubernetes manifests."""
    for path in sorted((HERE / "kubernetes").glob("*.yaml")):
        yield from yaml.safe_load_all(path.read_text())


def manifest(kind: str) -> dict[str, Any]:
    """The only manifest of `kind`."""
    (found,) = (document for document in manifests() if document["kind"] == kind)
    return found


def compose() -> dict[str, Any]:
    """The services of docker-compose."""
    services: dict[str, Any] = yaml.safe_load((HERE / "docker-compose.yaml").read_text())["services"]
    return services


def commands() -> dict[str, list[str]]:
    """The arguments of every ``dateline`` in compose and in the manifests."""
    found = {
        f"compose {name}": s["command"]
        for name, s in compose().items()
        if s.get("entrypoint") == ["dateline"]
    }
    container = manifest("Deployment")["spec"]["template"]["spec"]["containers"][0]
    return found | {"kubernetes": container["args"]}


@pytest.fixture(scope="module")
def flink_deployment() -> Any:
    """The schema of FlinkDeployment, from the operator's own jar."""
    folder = ROOT / ".cache" / "flink-operator"
    if not any(folder.glob("*.jar")):
        goal = ["dependency:copy", f"-Dartifact={OPERATOR}", f"-DoutputDirectory={folder}"]
        subprocess.run(["mvn", "-q", "-B", *goal], check=True, timeout=200)
    with zipfile.ZipFile(next(folder.glob("*.jar"))) as jar:
        definition = yaml.safe_load(jar.read(CRD))
    return definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]


def closed(schema: Any) -> Any:
    """The schema, with unknown fields refused wherever it lists the known ones."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if isinstance(made.get("properties"), dict) and made.get("type") == "object":
        made.setdefault("additionalProperties", False)
    return made


def complaints(document: dict[str, Any], schema: Any) -> list[str]:
    """What the schema has against the document, whose envelope is not of the schema's concern."""
    jsonschema = pytest.importorskip("jsonschema")
    inner = {"type": "object", "properties": {"spec": closed(schema["properties"]["spec"])}}
    return [error.message for error in jsonschema.Draft202012Validator(inner).iter_errors(document)]


def test_the_flink_deployment_is_what_the_operator_takes(flink_deployment: Any) -> None:
    document = manifest("FlinkDeployment")
    assert document["apiVersion"] == "flink.apache.org/v1beta1"
    assert complaints(document, flink_deployment) == []
    assert document["spec"]["flinkVersion"] == "v" + FLINK_VERSION.replace(".", "_")


@pytest.mark.parametrize(
    "change", [{"taskManagers": {}}, {"flinkVersion": "v0_1"}, {"taskManager": {"replicas": "many"}}]
)
def test_the_schema_has_something_against_mistakes(flink_deployment: Any, change: dict[str, Any]) -> None:
    document = manifest("FlinkDeployment")
    assert complaints(document | {"spec": document["spec"] | change}, flink_deployment) != []


@pytest.mark.parametrize("kind", ["Deployment", "Secret", "PersistentVolumeClaim", "NetworkPolicy"])
def test_other_manifests_are_what_kubernetes_takes(kind: str) -> None:
    kubernetes = pytest.importorskip("kubernetes_validate")
    kubernetes.validate(manifest(kind), "1.30", strict=True)
    with pytest.raises(kubernetes.ValidationError):
        kubernetes.validate(manifest(kind) | {"specs": {}}, "1.30", strict=True)


def flink_containers(flink: dict[str, Any]) -> list[dict[str, Any]]:
    """The containers of a FlinkDeployment's pods."""
    containers: list[dict[str, Any]] = flink["spec"]["podTemplate"]["spec"]["containers"]
    return containers


def test_manifests_name_one_another_rightly() -> None:
    flink, pod = manifest("FlinkDeployment"), manifest("Deployment")["spec"]["template"]
    name = flink["metadata"]["name"]
    assert f"--flink-rest={name}-rest:8081" in commands()["kubernetes"]
    policy = manifest("NetworkPolicy")["spec"]
    assert policy["podSelector"]["matchLabels"] == {"app": name}
    assert {"podSelector": {"matchLabels": pod["metadata"]["labels"]}} in policy["ingress"][1]["from"]
    volume, kafka = flink["spec"]["podTemplate"]["spec"]["volumes"]
    assert (
        volume["persistentVolumeClaim"]["claimName"] == manifest("PersistentVolumeClaim")["metadata"]["name"]
    )
    secret = manifest("Secret")["metadata"]["name"]
    assert pod["spec"]["volumes"][0]["secret"]["secretName"] == kafka["secret"]["secretName"] == secret
    places = [
        c["volumeMounts"][-1]["mountPath"] for c in (*pod["spec"]["containers"], *flink_containers(flink))
    ]
    assert places == ["/etc/dateline", "/etc/dateline"]


def test_every_dateline_command_is_one() -> None:
    assert len(commands()) == 3
    for where, (first, *options) in commands().items():
        if first == "topics":
            first, *options = options
            assert first == "create", where
        values, unknown = parted(options)
        assert unknown == [option for option in unknown if option.startswith("--runner=")], where
        assert first != "run" or flink_settings(values).jars == "/opt/dateline/jars"


def test_compose_is_consistent_and_reached_from_this_machine_only() -> None:
    services = compose()
    for name, service in services.items():
        assert set(service.get("depends_on", ())) <= set(services), name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
        assert ":" in service["image"] or service["image"] == "dateline-flink", name
    listeners = services["kafka"]["environment"]
    names = {listener.split(":")[0] for listener in listeners["KAFKA_LISTENERS"].split(",")}
    assert names == {p.split(":")[0] for p in listeners["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"].split(",")}
    properties = yaml.safe_load(services["taskmanager"]["environment"]["FLINK_PROPERTIES"])
    slots = properties["taskmanager.numberOfTaskSlots"]
    assert f"--flink-parallelism={slots}" in services["dateline"]["command"]


def test_the_image_has_the_versions_that_the_tests_run_on() -> None:
    made_from = images(DOCKERFILE)
    assert any(image.startswith(f"flink:{FLINK.partition('==')[2]}-") for image in made_from)
    python = (ROOT / ".python-version").read_text().strip()
    assert any(image.startswith(f"python:{python}-") for image in made_from)


def test_the_image_is_made_of_files_that_are_there() -> None:
    assert "requirements.lock" in copied(DOCKERFILE)
    assert [source for source in copied(DOCKERFILE) if not (ROOT / source).exists()] == []


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_image_installs_dateline(tmp_path: Path) -> None:
    environment = installed(DOCKERFILE, tmp_path)
    for line in ("dateline run --help", "dateline-worker --help", "dateline extract /dev/null"):
        subprocess.run(
            shlex.split(line), cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=120
        )
