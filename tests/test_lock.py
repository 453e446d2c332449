"""requirements.lock pins every package that Dateline installs, in a version that it takes."""

import tomllib
from collections import deque
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]


def pins() -> dict[str, Version]:
    lines = [line.split("==") for line in (ROOT / "requirements.lock").read_text().splitlines()]
    assert all(len(line) == 2 for line in lines), "each line is name==version"
    return {canonicalize_name(name): Version(version) for name, version in lines}


def needed() -> list[Requirement]:
    """What pyproject.toml names, with every extra, and what those of them need in turn that are installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [
        *project["dependencies"],
        *(r for extra in project["optional-dependencies"].values() for r in extra),
    ]
    queue, found, seen = deque(map(Requirement, named)), [], set()
    while queue:
        requirement = queue.popleft()
        if str(requirement) in seen or requirement.name == project["name"]:
            continue
        seen.add(str(requirement))
        found.append(requirement)
        try:
            inner = map(Requirement, requires(requirement.name) or ())
        except PackageNotFoundError:
            continue
        extras = requirement.extras or {""}
        queue += [
            r for r in inner if r.marker is None or any(r.marker.evaluate({"extra": e}) for e in extras)
        ]
    return found


def test_every_package_is_pinned_in_a_version_that_fits() -> None:
    pinned = pins()
    for requirement in needed():
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not pinned: make lock"
        assert requirement.specifier.contains(version, prereleases=True), (
            f"{requirement} is pinned to {version}"
        )
