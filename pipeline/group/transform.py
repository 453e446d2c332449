"""Group as a Beam step: the one serial step, keyed by language."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import apache_beam as beam
from apache_beam.coders import BytesCoder, TupleCoder, VarIntCoder
from apache_beam.pvalue import PCollection
from apache_beam.transforms.userstate import BagStateSpec, ReadModifyWriteStateSpec

from pipeline.group.codec import LAST_INSTANT_MS, encode_batch
from pipeline.group.index import Index
from pipeline.group.settings import GENERATIONS, GroupSettings
from pipeline.group.state import KeyedState, Views
from pipeline.outcome import attempts
from pipeline.records import Article, Grouping, Item, Outcome

_HEADLINE_CHARS = 120
_VIEWS = Views()
_MARK = beam.DoFn.StateParam(ReadModifyWriteStateSpec("mark", BytesCoder()))
_BATCHES = TupleCoder((VarIntCoder(), BytesCoder()))
_BAGS = tuple(beam.DoFn.StateParam(BagStateSpec(f"generation{n}", _BATCHES)) for n in range(GENERATIONS))


def grouping_key(item: Item) -> str:
    """The language whose index decides; empty for a settled item, which passes by."""
    return "" if item.settled or item.article is None else item.article.language or ""


def headline(article: Article) -> str | None:
    """The title, or else how the text begins."""
    if article.title:
        return article.title
    first = (article.text or "").strip().split("\n", 1)[0]
    if len(first) <= _HEADLINE_CHARS:
        return first or None
    return first[:_HEADLINE_CHARS].rsplit(" ", 1)[0] + "..."


def grouped(item: Item, index: Index) -> Item:
    """`item` with what `index` decides; settled if it is a copy. Raises ValueError without a fingerprint."""
    article, record = item.article, item.record
    if article is None or item.fingerprint is None:
        raise ValueError("an item must have a fingerprint before it is grouped")
    seen_at = min(max(record.timestamp_ms, 0), LAST_INSTANT_MS)
    grouping, _ = index.decide(
        article.article_id, headline(article), item.fingerprint, record.origin, seen_at, article.source
    )
    if grouping.duplicate_of == article.article_id and attempts(record.headers):
        grouping = _put_back(grouping, item.fingerprint.terms)
    outcome = Outcome.DUPLICATE if grouping.duplicate_of is not None else None
    return replace(item, grouping=grouping, outcome=outcome)


def _put_back(grouping: Grouping, terms: bytes) -> Grouping:
    """The grouping of a dead letter that was put back, which the index takes for a copy of its earlier try."""
    entry = grouping.entry and replace(grouping.entry, duplicate_of=None, similarity=None, terms=terms)
    return replace(grouping, duplicate_of=None, similarity=None, entry=entry)


class _Decide(beam.DoFn):
    """Decides in the order in which items come."""

    def __init__(self, settings: GroupSettings) -> None:
        self._settings = settings

    def process(
        self,
        element: tuple[str, Item],
        mark: Any = _MARK,
        bag0: Any = _BAGS[0],
        bag1: Any = _BAGS[1],
        bag2: Any = _BAGS[2],
        bag3: Any = _BAGS[3],
        bag4: Any = _BAGS[4],
        bag5: Any = _BAGS[5],
        bag6: Any = _BAGS[6],
        bag7: Any = _BAGS[7],
        bag8: Any = _BAGS[8],
        bag9: Any = _BAGS[9],
        bag10: Any = _BAGS[10],
        bag11: Any = _BAGS[11],
        bag12: Any = _BAGS[12],
        bag13: Any = _BAGS[13],
        bag14: Any = _BAGS[14],
    ) -> Iterator[Item]:
        """The item with its grouping; a settled one as it is."""
        language, item = element
        if item.settled:
            yield item
            return
        older = (bag0, bag1, bag2, bag3, bag4, bag5, bag6, bag7)
        bags = (*older, bag8, bag9, bag10, bag11, bag12, bag13, bag14)
        state = KeyedState(mark, bags if self._settings.state_returns else ())
        index = _VIEWS.take(language, self._settings, state)
        item = item.stepped("group", lambda i: grouped(i, index))
        if item.failure is None:
            if item.grouping is not None and item.grouping.entry is not None:
                state.append(encode_batch([item.grouping.entry]), 1, index.serials)
            _VIEWS.put(language, self._settings, state, index)
        yield item


class Group(beam.PTransform):
    """Items with a fingerprint to items with a grouping; copies are settled."""

    def __init__(self, settings: GroupSettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, items: PCollection) -> PCollection:
        """Decide by language, one item after another."""
        keyed = items | "by language" >> beam.Map(lambda item: (grouping_key(item), item)).with_output_types(
            tuple[str, Item]
        )
        return keyed | "decide" >> beam.ParDo(_Decide(self._settings)).with_output_types(Item)
