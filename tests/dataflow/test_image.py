"""The image for Dataflow, as far as it can be checked without Docker."""

import os
import re
import shlex
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from deploy.dataflow.metadata import metadata
from pipeline.beam_options import parted
from tests.dataflow.conftest import Submit
from tests.dataflow.google import Google
from tests.dataflow.test_package import check, unpickled
from tests.deploy.image import ROOT, copied, images, installed, instructions

HERE = ROOT / "deploy" / "dataflow"
DOCKERFILE = instructions(HERE / "Dockerfile")
INSTRUCTIONS = {"FROM", "COPY", "RUN", "ENV", "WORKDIR", "ENTRYPOINT"}


def variables() -> dict[str, str]:
    """The environment that the image sets."""
    pairs = [pair.partition("=") for words in DOCKERFILE if words[0] == "ENV" for pair in words[1:]]
    return {name: value for name, _, value in pairs}


def test_the_image_has_the_versions_that_the_tests_run_on() -> None:
    assert {words[0] for words in DOCKERFILE} == INSTRUCTIONS
    python = (ROOT / ".python-version").read_text().strip()
    beam, launcher, last = images(DOCKERFILE)
    assert beam == f"apache/beam_python{python}_sdk:{version('apache-beam')}"
    assert f"/python{python.replace('.', '')}-template-launcher-base" in launcher
    assert last.startswith(f"python:{python}-")
    assert DOCKERFILE[-1] == ["ENTRYPOINT", '["/opt/apache/beam/boot"]']


def test_the_image_is_made_of_files_that_are_there() -> None:
    sources = copied(DOCKERFILE)
    assert "requirements.lock" in sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    program = variables()["FLEX_TEMPLATE_PYTHON_PY_FILE"]
    (place,) = [
        words[1] for words in DOCKERFILE if words[0] == "WORKDIR" and words[1] == os.path.dirname(program)
    ]
    assert f"deploy/dataflow/{os.path.basename(program)}" in sources
    assert variables()["XDG_CACHE_HOME"].startswith(place)


def test_the_documented_commands_name_options_and_parameters_that_there_are() -> None:
    text = (HERE / "README.md").read_text().replace("\\\n", " ")
    runs = [line.split() for line in text.splitlines() if line.strip().startswith("dateline run ")]
    assert runs
    for words in runs:
        _, others = parted([f"--{word}" for word in " ".join(words).split(" --")[1:]])
        assert not [word for word in others if "-" in word.removeprefix("--").partition("=")[0]]
    known = {parameter["name"] for parameter in metadata()["parameters"]}
    named = set(re.findall(r"--parameters (?:\^;\^)?(\w+)=", text))
    assert named
    assert named <= known


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_image_installs_dateline_and_unpickles_the_graph(
    google: Google, submit: Submit, tmp_path: Path
) -> None:
    assert submit().code == 0
    (tmp_path / "pipeline.pb").write_bytes(google.staged("pipeline.pb"))
    environment = installed(DOCKERFILE, tmp_path)
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    found = unpickled(tmp_path / "venv" / "bin" / "python", tmp_path / "pipeline.pb", tmp_path)
    check(found, tmp_path, site)
    for line in ("dateline run --help", "dateline extract /dev/null"):
        subprocess.run(
            shlex.split(line), cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=120
        )
    program = ["python", HERE / "main.py", "--runner=DataflowRunner", "--template_location=gs://b/o"]
    done = subprocess.run(program, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "Dataflow needs --project" in done.stderr
