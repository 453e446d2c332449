"""Commit: settled items as output records, written together with their source offsets."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import apache_beam as beam
from apache_beam.pvalue import PCollection

import schemas
from connectors.kafka.sink import SinkSettings, WriteToKafka, size_bytes
from connectors.metrics import ARTICLES, EVENTS
from connectors.records import Committable, OutputRecord
from pipeline.encode import Encoder
from pipeline.errors import BadRecordError, Reason
from pipeline.group.codec import decode_batch, encode_batch
from pipeline.outcome import dead_letter, enriched_article, without_value
from pipeline.records import Item, as_record

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Topics:
    """Where output goes."""

    events: str
    enriched: str
    dead_letters: str
    index: str


@dataclass(frozen=True, slots=True)
class CommitSettings:
    """Topics, encoding, the model's version for the records, and the sink.

    `limit` says how many bytes a record of a topic may take.
    """

    topics: Topics
    encoder: Encoder
    model_version: str
    sink: SinkSettings
    limit: Callable[[str], int]


def committable(item: Item, settings: CommitSettings) -> Committable:
    """All that `item` leads to. What can't be encoded, or is larger than its topic takes, becomes a dead letter.

    Where a dead letter is too large itself, it leaves the value and the headers at their origin, and says so.
    """
    if item.failure is None:
        try:
            made = _fitting(_outcome(item, settings), settings)
            _count(item)
            return made
        except Exception as error:  # noqa: BLE001 - the record that does not fit must not stop the stream
            item = item.failed("commit", error)
    _count(item)
    letter = _dead_letter(item, settings)
    try:
        return _fitting(letter, settings)
    except BadRecordError as error:
        return _dead_letter(without_value(item, str(error)), settings)


def _count(item: Item) -> None:
    if item.failure:
        origin, failure = item.record.origin, item.failure
        where = f"{origin.topic}-{origin.partition} offset {origin.offset}"
        LOG.warning("dead letter: %s at %s: %s", where, failure.stage, failure.reason.value)
    ARTICLES.labels("DEAD_LETTER" if item.failure or not item.outcome else item.outcome.value).inc()
    for event in item.enrichment.events if item.enrichment else ():
        EVENTS.labels(event.event_type.value).inc()


def _fitting(made: Committable, settings: CommitSettings) -> Committable:
    for output in made.outputs:
        size, limit = size_bytes(output), settings.limit(output.topic)
        if size > limit:
            raise BadRecordError(
                Reason.TOO_LARGE, f"{size} bytes are more than the {limit} that topic {output.topic} takes"
            )
    return made


def _outcome(item: Item, settings: CommitSettings) -> Committable:
    encoder, topics = settings.encoder, settings.topics
    article = enriched_article(item, settings.model_version)
    outputs = [
        _output(encoder, topics.enriched, schemas.ENRICHED_ARTICLE, article.article_id, as_record(article))
    ]
    for event in item.enrichment.events if item.enrichment else ():
        outputs.append(_output(encoder, topics.events, schemas.EVENT, event.event_id, as_record(event)))
    entry = item.grouping.entry if item.grouping else None
    memo = encode_batch([entry]) if entry else None
    return Committable(item.record.origin, item.record.link, tuple(outputs), memo)


def _output(encoder: Encoder, topic: str, schema: str, key: str, record: object) -> OutputRecord:
    return OutputRecord(topic, key.encode(), encoder.encode(schema, record), encoder.headers(schema))


def _dead_letter(item: Item, settings: CommitSettings) -> Committable:
    encoder, name = settings.encoder, schemas.DEAD_LETTER
    value = encoder.encode(name, dead_letter(item))
    output = OutputRecord(settings.topics.dead_letters, item.record.key, value, encoder.headers(name))
    return Committable(item.record.origin, item.record.link, (output,))


@dataclass(frozen=True, slots=True)
class IndexRecords:
    """The index entries of one transaction as one record of the index topic."""

    topic: str

    def __call__(self, memos: Sequence[bytes]) -> Iterable[OutputRecord]:
        """One record for all `memos`, none for none."""
        entries = [entry for memo in memos for entry in decode_batch(memo)]
        if entries:
            headers = Encoder().headers(schemas.INDEX_BATCH)
            yield OutputRecord(self.topic, None, encode_batch(entries), headers)


class Commit(beam.PTransform):
    """Settled items to the output topics."""

    def __init__(self, settings: CommitSettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, items: PCollection) -> PCollection:
        """Encode, then write exactly once or at least once, as the sink's settings say."""
        settings = self._settings
        encoded = items | "encode" >> beam.Map(lambda item: committable(item, settings)).with_output_types(
            Committable
        )
        return encoded | "write" >> WriteToKafka(settings.sink, IndexRecords(settings.topics.index))
