"""From options to what each step needs: frozen and picklable, with no secret in a repr."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from connectors.kafka.log import read_all
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.sink import SinkSettings, limit_bytes
from connectors.kafka.source import SourceSettings
from connectors.metrics import MetricsSettings
from pipeline.clean.core import CleanSettings
from pipeline.commit import CommitSettings, Topics
from pipeline.decode.core import DecodeSettings
from pipeline.encode import FINGERPRINT_HEADER, Encoder
from pipeline.enrich.transform import EnrichSettings
from pipeline.errors import UsageError
from pipeline.extract.model import model_version
from pipeline.group.codec import current
from pipeline.group.settings import GroupSettings
from pipeline.pool.processes import PoolSettings
from pipeline.registration import registry_settings, written_ids


@dataclass(frozen=True, slots=True)
class Steps:
    """The settings of the steps between source and sink, which need no broker."""

    decode: DecodeSettings
    clean: CleanSettings
    group: GroupSettings
    enrich: EnrichSettings
    pool: PoolSettings


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the whole graph."""

    kafka: KafkaSettings
    source: SourceSettings
    steps: Steps
    commit: CommitSettings
    metrics: MetricsSettings


def steps(options: Any, *, as_is: bool = False) -> Steps:
    """The steps' settings, from `options` that have an attribute for each row of `pipeline.options.OPTIONS`.

    Raises UsageError if the language model isn't there.
    """
    registry = registry_settings(options)
    if registry is not None:
        registry = replace(registry, patience_seconds=options.patience_seconds)
    return Steps(
        decode=DecodeSettings(max_record_bytes=options.max_record_bytes, registry=registry),
        clean=CleanSettings(
            languages=tuple(options.language or ("en",)), max_text_chars=options.max_text_chars, as_is=as_is
        ),
        group=GroupSettings(
            retention_days=options.retention_days,
            duplicate_threshold=options.duplicate_threshold,
            story_threshold=options.story_threshold,
            silence_days=options.story_silence_days,
        ),
        enrich=EnrichSettings(model_version(options.model), options.min_confidence),
        pool=PoolSettings(options.model, options.workers, options.article_seconds, options.worker_memory_mb),
    )


def settings_of(options: Any) -> Settings:
    """All settings, from `options` that have an attribute for each row of `pipeline.options.OPTIONS`.

    Asks the schema registry for the ids of the output schemas, if one is used. Raises UsageError or ConnectorError.
    """
    kafka = KafkaSettings.load(
        options.bootstrap_servers, options.group_id, options.kafka_properties, options.kafka_option or ()
    )
    topics = Topics(
        options.events_topic, options.enriched_topic, options.dead_letter_topic, options.index_topic
    )
    inputs = tuple(name.strip() for name in options.input_topic.split(",") if name.strip())
    if not inputs:
        raise UsageError("--input-topic names no topic")
    made = steps(options)
    return Settings(
        kafka=kafka,
        source=SourceSettings(
            kafka,
            inputs,
            start_from=options.start_from,
            until_caught_up=options.until_caught_up,
            bundle_records=options.bundle_records,
            bundle_seconds=options.bundle_seconds,
        ),
        steps=replace(made, group=replace(made.group, log=IndexLog(kafka, topics.index))),
        commit=CommitSettings(
            topics,
            Encoder(written_ids(registry_settings(options), options)),
            made.enrich.model_version,
            SinkSettings(kafka, delivery=options.delivery, patience_seconds=options.patience_seconds),
            partial(limit_bytes, kafka),
        ),
        metrics=MetricsSettings(options.metrics_host, options.metrics_port),
    )


@dataclass(frozen=True, slots=True)
class IndexLog:
    """What the index topic holds: called by group before it decides anything."""

    kafka: KafkaSettings
    topic: str

    def __call__(self) -> Iterator[bytes]:
        """The values of the topic, oldest first, all that was committed until now, as this version writes them."""
        for record in read_all(self.kafka, self.topic):
            if record.value:
                yield current(record.value, dict(record.headers).get(FINGERPRINT_HEADER))
