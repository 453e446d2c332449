"""Items go through the pool within a Beam pipeline, each once, with its time."""

from collections.abc import Iterator
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.window import TimestampedValue

from pipeline.clean.core import CleanSettings
from pipeline.clean.transform import Clean
from pipeline.extract.model import PACKAGED_MODEL
from pipeline.fingerprint.transform import Fingerprint
from pipeline.pool import processes
from pipeline.pool.processes import PoolSettings
from pipeline.pool.transform import SHARDS, InPool, Spread, shard
from pipeline.records import Item
from tests.pipeline.pool.items import item

NEWS = "The minister travelled to the capital on Tuesday, her office said there."
SETTINGS = PoolSettings(PACKAGED_MODEL, processes=1)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    processes.close_all()


def summary(one: Item, stamp: Any = beam.DoFn.TimestampParam) -> tuple[int, int, bool, str | None]:
    """Offset, time in seconds, whether there is a fingerprint, and at which stage it failed."""
    return (
        one.record.origin.offset,
        stamp.seconds(),
        one.fingerprint is not None,
        one.failure and one.failure.stage,
    )


def test_items_come_back_once_with_their_times() -> None:
    items = [item(0, NEWS), item(1, None), item(2, "word " * 100_000)] + [item(n, NEWS) for n in range(3, 20)]
    steps = Clean(CleanSettings()), Fingerprint()
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        stamped = (
            pipeline | beam.Create(items) | beam.Map(lambda i: TimestampedValue(i, i.record.origin.offset))
        )
        done = stamped | Spread() | InPool(SETTINGS, *steps) | beam.Map(summary)
        expected = [(0, 0, True, None), (1, 1, False, None), (2, 2, False, "clean")]
        assert_that(done, equal_to([*expected, *((n, n, True, None) for n in range(3, 20))]))


def test_all_shards_are_used() -> None:
    assert {shard(item(n)) for n in range(200)} == set(range(SHARDS))
