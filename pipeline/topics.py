"""Dateline's own topics, as `dateline topics create` makes them."""

from datetime import timedelta
from typing import Any

import schemas
from connectors.kafka import admin
from connectors.kafka.admin import TopicSpec
from connectors.kafka.settings import KafkaSettings
from pipeline.errors import UsageError

PARTITIONS = 3
DEAD_LETTER_DAYS = 30.0
_ROOM_BYTES = 1 << 20  # for what a dead letter and an enriched article say besides the article itself


def topic_specs(options: Any, partitions: int = PARTITIONS, replication: int = -1) -> list[TopicSpec]:
    """Input and output topics, from `options` with an attribute for each row of `pipeline.options.OPTIONS`.

    - Input, enriched articles and dead letters take the largest record that may be decoded, and some more.
    - Events and enriched articles are kept as long as the broker keeps topics, dead letters for 30 days.
    - The index is kept as long as an article is remembered and a day more, in segments of at most a day, and
      has one partition, so that it is read back in the order in which it was written.

    `replication` -1 is the broker's default.
    """
    large = {"max.message.bytes": str(options.max_record_bytes + _ROOM_BYTES)}
    day_ms = _milliseconds(1)
    index = {
        "cleanup.policy": "delete",
        "retention.ms": str(_milliseconds(options.retention_days) + day_ms),
        "segment.ms": str(day_ms),
    }
    dead_letters = {"retention.ms": str(_milliseconds(DEAD_LETTER_DAYS)), **large}
    inputs = [name.strip() for name in options.input_topic.split(",") if name.strip()]
    return [
        *(TopicSpec(name, partitions, replication, large) for name in inputs),
        TopicSpec(options.events_topic, partitions, replication),
        TopicSpec(options.enriched_topic, partitions, replication, large),
        TopicSpec(options.dead_letter_topic, partitions, replication, dead_letters),
        TopicSpec(options.index_topic, 1, replication, index),
    ]


def index_troubles(settings: KafkaSettings, topic: str, retention_days: float) -> list[str]:
    """What keeps the index topic from bringing back all that is to be remembered, as far as the broker tells.

    Raises UsageError if nothing could be written to it, and ConnectorError if it isn't there.
    """
    if "compact" in (admin.topic_setting(settings, topic, "cleanup.policy") or ""):
        raise UsageError(
            f"{topic} is compacted, and its records have no keys: set its cleanup.policy to delete"
        )
    troubles = []
    if len(admin.partitions(settings, [topic])) > 1:
        troubles.append("has several partitions, so what is read back after a restart may be out of order")
    kept = int(admin.topic_setting(settings, topic, "retention.ms") or -1)
    if 0 <= kept < _milliseconds(retention_days):
        wanted = _milliseconds(retention_days + 1)
        troubles.append(f"is kept shorter than --retention-days: set its retention.ms to {wanted}")
    return troubles


def subjects(options: Any) -> list[tuple[str, str]]:
    """Each output schema, and the one of articles, with the subject under which a schema registry has it.

    The subject is the topic's name and ``-value``, as Confluent's clients have it. The index is Dateline's own
    affair and not registered.
    """
    inputs = options.input_topic.split(",")[0].strip()
    topics = {
        schemas.ARTICLE: inputs,
        schemas.ENRICHED_ARTICLE: options.enriched_topic,
        schemas.EVENT: options.events_topic,
        schemas.DEAD_LETTER: options.dead_letter_topic,
    }
    return [(name, f"{topic}-value") for name, topic in topics.items()]


def _milliseconds(days: float) -> int:
    return int(timedelta(days=days).total_seconds() * 1000)
