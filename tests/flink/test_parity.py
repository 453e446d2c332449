"""The same articles give the same records, byte for byte, on one process and on Flink."""

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

import fastavro
import pytest

import schemas
from deploy.flink.cluster import Cluster
from pipeline.group.codec import decode_batch
from tests.flink.articles import articles
from tests.flink.runs import RUN_SECONDS, Run, fill, on
from tests.outcomes import read

ARTICLES = 200


def records(run: Run, output: str) -> list[Any]:
    """The records of an output topic, partition by partition, as a consumer gets them."""
    found = [
        (r.partition, r.offset, r.key, r.value, tuple(r.headers)) for r in read(run.kafka, run.topic(output))
    ]
    return [(partition, *record) for partition, _, *record in sorted(found)]


def enriched(run: Run) -> list[dict[str, Any]]:
    """The articles as the schema has them."""
    schema = schemas.load(schemas.ENRICHED_ARTICLE)
    return [
        fastavro.schemaless_reader(io.BytesIO(record[2]), schema, None) for record in records(run, "enriched")
    ]


def without_time(values: Sequence[bytes]) -> list[dict[str, Any]]:
    """Dead letters but for the moment at which they were written."""
    schema = schemas.load(schemas.DEAD_LETTER)
    letters = [fastavro.schemaless_reader(io.BytesIO(value), schema, None) for value in values]
    return [{name: value for name, value in letter.items() if name != "failed_at"} for letter in letters]


@pytest.mark.integration
@pytest.mark.timeout(600)
def test_flink_gives_the_same_bytes_at_any_parallelism(kafka: str, flink: Cluster) -> None:
    engines = {
        "direct": ["--runner=direct"],
        "flink-1": on(flink, 1),
        "flink-2": on(flink, 2),
    }
    runs = {name: Run(f"parity-{name}", kafka, given="parity-articles") for name in engines}
    for number, (name, run) in enumerate(runs.items()):
        run.create_topics(partitions=1)
        if number == 0:
            fill(kafka, run.input, articles(ARTICLES))
        with run.started("--until-caught-up", *engines[name]) as process:
            assert process.wait(RUN_SECONDS) == 0, name
    direct = runs.pop("direct")
    outcomes = Counter(article["outcome"] for article in enriched(direct))
    assert min(outcomes[kind] for kind in ("EXTRACTED", "DUPLICATE", "UNSUPPORTED_LANGUAGE", "EMPTY")) > 0
    assert len({article["story_id"] for article in enriched(direct)}) < outcomes["EXTRACTED"]
    assert len(records(direct, "events")) > ARTICLES / 2
    for run in runs.values():
        for output in ("events", "enriched"):
            assert records(run, output) == records(direct, output), run.name
        letters, wanted = records(run, "dead-letter"), records(direct, "dead-letter")
        assert [letter[:2] for letter in letters] == [letter[:2] for letter in wanted]
        assert without_time([letter[2] for letter in letters]) == without_time([w[2] for w in wanted]) != []
        assert index(run) == index(direct)


def index(run: Run) -> list[Any]:
    """The entries of the index topic; how many share a record depends on how the engine cut its bundles."""
    return [entry for record in records(run, "index") for entry in decode_batch(record[2])]
