"""A cluster that the tests of this folder share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.flink.cluster import Cluster


@pytest.fixture(scope="session")
def flink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster with two slots."""
    folder: Path = tmp_path_factory.mktemp("flink") / "cluster"
    with Cluster(folder) as cluster:
        yield cluster
