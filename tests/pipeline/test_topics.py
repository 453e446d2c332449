"""The topics that `dateline topics create` makes, on a real broker."""

from types import SimpleNamespace

import pytest

from connectors.kafka.admin import create_topics, max_message_bytes, partitions
from connectors.kafka.settings import KafkaSettings
from pipeline.errors import UsageError
from pipeline.options import OPTIONS
from pipeline.topics import index_troubles, topic_specs
from tests.brokers import new_topic

DAY_MS = 24 * 60 * 60 * 1000


def options(**changes):
    return SimpleNamespace(**{option.key: option.default for option in OPTIONS} | changes)


def test_every_topic_of_the_options_is_made(kafka):
    given = options(input_topic="made-wire, made-blogs", max_record_bytes=2_000_000)
    specs = topic_specs(given, partitions=2, replication=1)
    names = [spec.name for spec in specs]
    assert names[:2] == ["made-wire", "made-blogs"]
    assert set(names[2:]) == {"events", "articles-enriched", "articles-dead-letter", "articles-index"}
    settings = KafkaSettings(kafka, "group")
    assert set(create_topics(settings, specs)) <= set(names)
    assert len(partitions(settings, ["made-wire", "made-blogs"])) == 4
    assert max_message_bytes(settings, "made-wire") > given.max_record_bytes


def test_the_index_outlives_what_is_remembered():
    (index,) = [spec for spec in topic_specs(options(retention_days=2.0)) if spec.name == "articles-index"]
    assert index.partitions == 1
    assert index.config["cleanup.policy"] == "delete"
    assert int(index.config["retention.ms"]) == 3 * DAY_MS


@pytest.mark.parametrize(
    ("config", "partitions", "told"),
    [
        ({"retention.ms": str(14 * DAY_MS)}, 1, []),
        ({"retention.ms": "-1"}, 1, []),
        ({}, 1, ["is kept shorter than --retention-days: set its retention.ms to 1296000000"]),
        ({"retention.ms": "-1"}, 2, ["has several partitions"]),
    ],
)
def test_an_index_that_is_not_kept_as_it_must_be_is_told(kafka, config, partitions, told):
    """The broker's default is seven days."""
    topic = new_topic(kafka, "index", partitions, config)
    found = index_troubles(KafkaSettings(kafka, "group"), topic, 14.0)
    assert len(found) == len(told)
    assert all(trouble.startswith(start) for trouble, start in zip(found, told, strict=True))


def test_an_index_that_nothing_could_be_written_to_is_an_error(kafka):
    topic = new_topic(kafka, "index", config={"cleanup.policy": "compact,delete"})
    with pytest.raises(UsageError, match=f"{topic} is compacted"):
        index_troubles(KafkaSettings(kafka, "group"), topic, 14.0)
