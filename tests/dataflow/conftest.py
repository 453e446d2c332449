"""Google's services, topics, and the arguments of a submission."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from apache_beam.internal.gcp import auth

from tests.brokers import new_name, new_topic
from tests.dataflow.google import BUCKET, ENDPOINT, PROJECT, REGION, Google, environment, google_services
from tests.pipeline.cli.command import Dateline, Ended

OUTPUTS = ("events", "enriched", "dead-letter", "index")
IMAGE = f"{REGION}-docker.pkg.dev/{PROJECT}/images/dateline:1"
WHERE = (f"--project={PROJECT}", f"--region={REGION}", f"--temp_location=gs://{BUCKET}/temp")
Submit = Callable[..., Ended]
GIVEN = (*WHERE, f"--sdk_container_image={IMAGE}")


@pytest.fixture
def google(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    """The services, found where Google's clients look for their own, and a key that they take."""
    with google_services() as services:
        for name, value in environment(services, tmp_path).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(auth._Credentials, "_credentials_init", False)
        monkeypatch.setattr("pipeline.dataflow.watch.LOOK_SECONDS", 0.1)
        yield services


def new_topics(servers: str) -> list[str]:
    """The options that name a broker and topics that are made here, an input of three partitions."""
    outputs = [f"--{name}-topic={new_topic(servers, name)}" for name in OUTPUTS]
    return [f"--bootstrap-servers={servers}", f"--input-topic={new_topic(servers, partitions=3)}", *outputs]


@pytest.fixture(scope="session")
def topics(embedded_broker: str) -> list[str]:
    """The options that name a broker and topics that are there, and empty."""
    return new_topics(embedded_broker)


@pytest.fixture
def submit(google: Google, topics: list[str], capsys: pytest.CaptureFixture[str]) -> Submit:
    """``dateline run`` on Dataflow, as a group of its own, with further arguments; by default it does not wait."""
    group = f"--group-id={new_name('dataflow')}"

    def run(*more: str, wait: bool = False, given: Sequence[str] = GIVEN) -> Ended:
        detach = [] if wait else ["--dataflow-detach"]
        own = [f"--dataflow_endpoint={ENDPOINT}", group, *topics, *detach]
        return Dateline(capsys)("run", "--runner=dataflow", *own, *given, *more)

    return run
