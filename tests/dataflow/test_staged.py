"""The graph that was staged for Dataflow, run: what was sent is what works elsewhere."""

import threading
import time

from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from connectors.kafka import sink, source
from pipeline.pool import processes
from tests.brokers import fill, messages
from tests.dataflow.conftest import Submit, new_topics
from tests.dataflow.google import Google
from tests.dataflow.graph import staged_graph

ARTICLES = [
    b'{"title": "Talks in Oslo", "text": "Norway\'s prime minister met union leaders in Oslo on Monday.",'
    b' "published_at": "2026-03-02T08:00:00Z", "url": "https://example.org/1"}',
    b'{"title": "Strike", "text": "Dockers in Hamburg went on strike on Tuesday over pay.",'
    b' "published_at": "2026-03-03T08:00:00Z", "url": "https://example.org/2"}',
    b"not an article at all \x00\xff",
]


def test_the_staged_graph_runs(google: Google, submit: Submit, embedded_broker: str) -> None:
    topics = new_topics(embedded_broker)
    assert submit("--workers=1", *topics).code == 0
    graph = staged_graph(google.staged("pipeline.pb"))
    for environment in graph.components.environments.values():
        environment.urn, environment.payload = "beam:env:embedded_python:v1", b""
    named = dict(topic.removeprefix("--").split("=") for topic in topics)
    servers = named["bootstrap-servers"]
    fill(servers, named["input-topic"], ARTICLES, partitions=3)
    source.allow_start()
    running = threading.Thread(
        target=FnApiRunner().run_via_runner_api, args=(graph, PipelineOptions(["--streaming"]))
    )
    running.start()
    try:
        deadline = time.monotonic() + 150
        while len(messages(servers, named["enriched-topic"])) < 2 or not messages(
            servers, named["dead-letter-topic"]
        ):
            assert running.is_alive()
            assert time.monotonic() < deadline
            time.sleep(0.5)
    finally:
        source.stop()
        running.join(30)
        source.allow_start()
        processes.close_all()
        source.close_consumers()
        sink.close_writers()
    assert len(messages(servers, named["events-topic"])) >= 2
