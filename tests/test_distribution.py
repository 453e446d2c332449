"""What the source distribution and the wheel hold."""

import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("pipeline", "connectors", "schemas")
FOR_READERS = {"pipeline/samples/README.md"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that is made from it."""
    folder = tmp_path_factory.mktemp("dist")
    sdist = [
        sys.executable,
        "setup.py",
        "-q",
        "egg_info",
        "--egg-base",
        folder,
        "sdist",
        "--dist-dir",
        folder,
    ]
    subprocess.run(sdist, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (source,) = folder.glob("*.tar.gz")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--disable-pip-version-check",
        "--no-index",
        "--no-deps",
    ]
    subprocess.run([*pip, "--no-build-isolation", "-w", folder, source], check=True, timeout=120)
    return folder


def wanted() -> set[str]:
    """Every file of the packages, but for what Python makes itself."""
    found = (path for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts} - FOR_READERS


def in_sdist(folder: Path) -> set[str]:
    """The names in the source distribution, without its outermost folder."""
    (path,) = folder.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        return {member.name.partition("/")[2] for member in archive if member.isfile()}


def in_wheel(folder: Path) -> set[str]:
    """The names in the wheel."""
    (path,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(path).namelist())


def described(folder: Path) -> Message:
    """The wheel's metadata."""
    (path,) = folder.glob("*.whl")
    wheel = zipfile.ZipFile(path)
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return message_from_string(wheel.read(name).decode())


def test_both_hold_every_file_of_the_packages_and_no_other(built: Path) -> None:
    outside = {name for name in in_sdist(built) if name.split("/")[0] in PACKAGES}
    assert outside == wanted()
    assert {name for name in in_wheel(built) if ".dist-info/" not in name} == wanted()
    kinds = {Path(name).suffix for name in wanted()}
    assert {".py", ".tsv", ".avsc", ".jsonl"} <= kinds


def test_the_licence_is_said_and_comes_along(built: Path) -> None:
    about = described(built)
    assert about["License-Expression"] == "Apache-2.0"
    assert about.get_all("License-File") == ["LICENSE"]
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in in_wheel(built))
    assert {"LICENSE", "README.md", "setup.py", "pyproject.toml"} <= in_sdist(built)


def test_further_packages_are_extras(built: Path) -> None:
    about = described(built)
    assert set(about.get_all("Provides-Extra") or ()) >= {"dataflow", "test"}
    needed = [line for line in about.get_all("Requires-Dist") or () if "extra ==" not in line]
    assert not [line for line in needed if line.startswith(("google-", "pytest"))]
    assert any(line.startswith("apache-beam") for line in needed)
