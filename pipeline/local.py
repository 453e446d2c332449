"""The steps one after the other without Beam and without a broker, for files and standard input."""

from collections.abc import Iterable, Iterator

from apache_beam.utils.timestamp import Timestamp

from connectors.records import SourceRecord
from pipeline.clean.transform import Clean
from pipeline.decode.transform import decoded
from pipeline.enrich.transform import Enrich
from pipeline.extract.transform import Extract
from pipeline.fingerprint.transform import Fingerprint
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.group.transform import grouped, grouping_key
from pipeline.pool.batches import Batches
from pipeline.pool.processes import PoolSettings
from pipeline.pool.step import Step
from pipeline.records import Item
from pipeline.settings import Steps

AHEAD = 64  # items in the pool before the first of them is waited for


def process(records: Iterable[SourceRecord], settings: Steps) -> Iterator[Item]:
    """A settled item for each of `records`, in order: what the graph makes of them."""
    indexes = _Indexes(settings.group)
    articles = (decoded(record, settings.decode) for record in records)
    prints = _in_pool(articles, settings.pool, Clean(settings.clean), Fingerprint())
    members = (indexes.grouped(item) for item in prints)
    return _in_pool(members, settings.pool, Extract(settings.pool.model), Enrich(settings.enrich))


def _in_pool(items: Iterable[Item], settings: PoolSettings, *steps: Step) -> Iterator[Item]:
    batches = Batches(settings, steps)
    for item in items:
        batches.add(item, Timestamp(0))
        if batches.waiting >= AHEAD:
            yield from (done for done, _ in batches.drain(keep=AHEAD // 2))
    yield from (done for done, _ in batches.drain())


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
