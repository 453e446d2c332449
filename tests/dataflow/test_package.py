"""What workers without an image install, and what they make of the graph."""

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest

from tests.dataflow.conftest import WHERE, Submit
from tests.dataflow.google import Google
from tests.dataflow.graph import par_dos, staged_graph

ROOT = Path(__file__).resolve().parents[2]
UNPICKLE = Path(__file__).with_name("unpickle.py")
PACKAGE = "workflow.tar.gz"  # Beam's name for what --setup_file makes


@pytest.fixture
def staged(google: Google, submit: Submit, tmp_path: Path) -> Path:
    """A folder with the graph and the package that a submission with --setup_file stages."""
    assert submit(given=[*WHERE, f"--setup_file={ROOT / 'setup.py'}"]).code == 0
    (job,) = google.jobs.values()
    (pool,) = job["environment"]["workerPools"]
    assert PACKAGE in [package["name"] for package in pool["packages"]]
    folder = tmp_path / "staged"
    folder.mkdir()
    for name in (PACKAGE, "pipeline.pb"):
        (folder / name).write_bytes(google.staged(name))
    return folder


def new_environment(folder: Path, packages: Path | None = None) -> tuple[Path, Path]:
    """A virtual environment in `folder`, its Python and its folder of packages; with pip, or else with the packages of
    the tests' own environment, but for what that has as editable.
    """
    venv.create(folder, with_pip=packages is None)
    (site,) = folder.glob("lib/python*/site-packages")
    if packages is not None:
        (site / "others.pth").write_text(
            "".join(f"{path}\n" for path in sys.path if path.endswith("site-packages"))
        )
    return folder / "bin" / "python", site


def unpickled(python: Path, graph: Path, elsewhere: Path) -> dict[str, Any]:
    """What ``unpickle.py`` says, run by `python` outside the repository."""
    command = [python, "-I", UNPICKLE, graph]
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_package_installs_and_every_function_unpickles(staged: Path, tmp_path: Path) -> None:
    python, site = new_environment(tmp_path / "venv", Path())
    pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-index"]
    alone = ["--no-deps", "--no-build-isolation", "--no-compile", "--target", str(site)]
    subprocess.run([*pip, *alone, str(staged / PACKAGE)], cwd=tmp_path, check=True, timeout=120)
    found = unpickled(python, staged / "pipeline.pb", tmp_path)
    check(found, staged, site)


def check(found: dict[str, Any], staged: Path, site: Path) -> None:
    """See that `found` is every ParDo of the graph, and that Dateline's come from the package in `site`."""
    wanted = par_dos(staged_graph((staged / "pipeline.pb").read_bytes()))
    assert sorted(found["functions"]) == sorted(wanted)
    modules = found["modules"]
    steps = {
        f"pipeline.{name}"
        for name in ("decode", "clean", "fingerprint", "group", "extract", "enrich", "commit")
    }
    assert steps | {"connectors.kafka.source", "connectors.kafka.sink"} <= modules.keys()
    assert {Path(file).is_relative_to(site) for file in modules.values() if file} == {True}
