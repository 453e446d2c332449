"""The steps one after the other without Beam and without a broker, for files and standard input."""

from collections.abc import Iterable, Iterator

from apache_beam.utils.timestamp import Timestamp

from connectors.records import SourceRecord
from pipeline.clean.transform import cleaned
from pipeline.decode.transform import decoded
from pipeline.enrich.ready import ready
from pipeline.enrich.transform import enriched
from pipeline.extract.transform import Batches
from pipeline.fingerprint.transform import fingerprinted
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.group.transform import grouped, grouping_key
from pipeline.records import Item
from pipeline.settings import Steps

AHEAD = 64  # items in the pool before the first of them is waited for


def process(records: Iterable[SourceRecord], settings: Steps) -> Iterator[Item]:
    """A settled item for each of `records`, in order: what the graph makes of them."""
    ready()
    indexes, batches = _Indexes(settings.group), Batches(settings.extract.pool)
    for record in records:
        item = fingerprinted(cleaned(decoded(record, settings.decode), settings.clean))
        batches.add(indexes.grouped(item), Timestamp(0))
        if batches.waiting >= AHEAD:
            yield from _settled(batches, settings, keep=AHEAD // 2)
    yield from _settled(batches, settings, keep=0)


class _Indexes:
    """An index for each language."""

    def __init__(self, settings: GroupSettings) -> None:
        self._settings = settings
        self._by_language: dict[str, Index] = {}

    def grouped(self, item: Item) -> Item:
        """`item` with its grouping, unless it is settled."""
        language = grouping_key(item)
        if language not in self._by_language:
            self._by_language[language] = Index(language, self._settings)
        return item.stepped("group", lambda i: grouped(i, self._by_language[language]))


def _settled(batches: Batches, settings: Steps, keep: int) -> Iterator[Item]:
    for item, _ in batches.drain(keep):
        yield enriched(item, settings.enrich)
