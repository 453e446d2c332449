"""Whether the books of a stream balance: each input record has one outcome, each event its article.

A core of plain data, which knows nothing of Kafka and nothing of how outcomes are written. It takes three
bytes for each input offset, and 8 to 24 for each article with events and each event.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from connectors.records import Origin

EXTRACTED, DEAD_LETTER = "EXTRACTED", "DEAD_LETTER"
OUTCOMES = (EXTRACTED, "DUPLICATE", "UNSUPPORTED_LANGUAGE", "EMPTY", DEAD_LETTER)
EXAMPLES = 20  # of each kind of fault; how many there are is counted all the same
_THERE, _PUT_BACK = 1, 2
_MOST = 255
_OFFSET_BITS = 40
_OFFSET = (1 << _OFFSET_BITS) - 1

Partition = tuple[str, int]


@dataclass(slots=True)
class Report:
    """The books, closed. Everything but `examples` is a count; `examples` gives places as ``topic[partition]@offset``.

    - `records`: input records in the span that was audited; `outcomes`: what became of them, by kind;
      `put_back`: the same of those that are dead letters put back.
    - `missing`: records without outcome; `doubled`: with more than one; `foreign`: outcomes of offsets where
      there has never been a record to read. `expired`: outcomes of records that their topic no longer holds,
      which is no fault.
    - `orphan_events`: events whose article isn't there, or has an outcome that has no events;
      `doubled_events`: events that are there more often than their article; `missing_events`: articles
      whose main event isn't there.
    """

    records: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    put_back: Counter[str] = field(default_factory=Counter)
    missing: int = 0
    doubled: int = 0
    foreign: int = 0
    expired: int = 0
    events: int = 0
    orphan_events: int = 0
    doubled_events: int = 0
    missing_events: int = 0
    examples: dict[str, list[str]] = field(default_factory=dict)

    @property
    def faults(self) -> dict[str, int]:
        """How many there are of each kind of fault, those that there are none of left out."""
        names = ("missing", "doubled", "foreign", "orphan_events", "doubled_events", "missing_events")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    @property
    def balanced(self) -> bool:
        """Whether nothing is lost and nothing doubled."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """All of it, ready for JSON."""
        return {"balanced": self.balanced} | {field.name: getattr(self, field.name) for field in fields(self)}

    def note(self, kind: str, places: NDArray[np.int64], show: Callable[[int], str]) -> None:
        """Count `places` as faults of `kind`, and keep the first of them, as `show` writes them, as examples."""
        if not len(places):
            return
        setattr(self, kind, getattr(self, kind) + len(places))
        kept = self.examples.setdefault(kind, [])
        kept += [show(place) for place in places[: EXAMPLES - len(kept)].tolist()]


class _Partition:
    """A span of offsets: at each, whether there is a record, what became of it, and how often."""

    def __init__(self, span: range) -> None:
        self._span = span
        self._records, self._kinds, self._times = (bytearray(len(span)) for _ in range(3))

    def enter_record(self, offset: int, put_back: bool) -> None:
        if offset in self._span:
            self._records[offset - self._span.start] = _PUT_BACK if put_back else _THERE

    def enter_outcome(self, offset: int, kind: str) -> bool:
        if offset not in self._span:
            return False
        at = offset - self._span.start
        self._kinds[at] = self._kinds[at] or 1 + OUTCOMES.index(kind)
        self._times[at] = min(self._times[at] + 1, _MOST)
        return True

    def close(self, name: str, held_from: int | None, report: Report) -> None:
        """Add what is found to `report`. `held_from`: see `Accounts.close`."""
        records, kinds, times = (
            np.frombuffer(found, np.uint8) for found in (self._records, self._kinds, self._times)
        )
        offsets = np.arange(self._span.start, self._span.stop)
        there = records > 0
        report.records += int(there.sum())
        report.outcomes += _counted(kinds[there])
        report.put_back += _counted(kinds[records == _PUT_BACK])

        unfounded = ~there & (times > 0)
        held = offsets >= (self._span.stop if held_from is None else held_from)
        report.expired += int((unfounded & ~held).sum())
        faults = {"missing": there & (times == 0), "doubled": times > 1, "foreign": unfounded & held}
        for kind, chosen in faults.items():
            report.note(kind, offsets[chosen], lambda offset: f"{name}@{offset}")


def _counted(kinds: NDArray[np.uint8]) -> Counter[str]:
    counts = np.bincount(kinds, minlength=1 + len(OUTCOMES))[1:]
    return Counter({kind: int(count) for kind, count in zip(OUTCOMES, counts, strict=True) if count})


class Accounts:
    """Takes records, outcomes and events in any order.

    `spans` gives, for each input partition, the offsets to be audited: what lies outside counts only for the
    events. Ids are kept as hashes of 64 bits: among ten million, a pair is taken for one with a chance of
    one in 400,000.
    """

    def __init__(self, spans: Mapping[Partition, range]) -> None:
        self._partitions = {partition: _Partition(span) for partition, span in spans.items()}
        self._articles, self._main_events, self._main_places = array("Q"), array("Q"), array("q")
        self._events, self._parents, self._event_places = array("Q"), array("Q"), array("q")
        self._names: dict[str, int] = {}

    def record(self, origin: Origin, *, put_back: bool = False) -> None:
        """There is a record to read at `origin`; `put_back` if it is a dead letter put back."""
        self._partitions[origin.topic, origin.partition].enter_record(origin.offset, put_back)

    def outcome(self, origin: Origin, kind: str, article_id: str = "", main_event: str | None = None) -> None:
        """The record at `origin` has the outcome `kind`, one of `OUTCOMES`."""
        found = self._partitions.get((origin.topic, origin.partition))
        within = found is not None and found.enter_outcome(origin.offset, kind)
        if kind != EXTRACTED:
            return
        self._articles.append(_hash(article_id))
        if main_event is not None and within:
            self._main_events.append(_hash(main_event))
            self._main_places.append(self._packed(origin))

    def event(self, event_id: str, article_id: str, place: Origin) -> None:
        """At `place` there is an event of an article."""
        self._events.append(_hash(event_id))
        self._parents.append(_hash(article_id))
        self._event_places.append(self._packed(place))

    def close(self, held_from: Mapping[Partition, int | None]) -> Report:
        """The books.

        `held_from` is, for each input partition, the offset from which on its topic holds every record that
        was ever written, None if it may have lost any of them: to compaction, say.
        """
        report = Report(events=len(self._events))
        for (topic, number), partition in sorted(self._partitions.items()):
            partition.close(f"{topic}[{number}]", held_from[topic, number], report)
        articles, events, parents = (
            np.frombuffer(found, np.uint64) for found in (self._articles, self._events, self._parents)
        )
        places, mains = (np.frombuffer(found, np.int64) for found in (self._event_places, self._main_places))
        lost = ~np.isin(np.frombuffer(self._main_events, np.uint64), events)
        faults = {
            "orphan_events": places[~np.isin(parents, articles)],
            "doubled_events": places[_too_many(events, parents, articles)],
            "missing_events": mains[lost],
        }
        names = list(self._names)
        for kind, chosen in faults.items():
            report.note(kind, chosen, lambda place: f"{names[place >> _OFFSET_BITS]}@{place & _OFFSET}")
        return report

    def _packed(self, place: Origin) -> int:
        """A place in 64 bits, as there are few partitions."""
        number = self._names.setdefault(f"{place.topic}[{place.partition}]", len(self._names))
        return number << _OFFSET_BITS | place.offset


def _too_many(
    events: NDArray[np.uint64], parents: NDArray[np.uint64], articles: NDArray[np.uint64]
) -> NDArray[np.intp]:
    """Indices of events seen before, beyond the number of times that their article was extracted.

    An article that comes again changed, under its old id, tells again what has not changed.
    """
    order = np.argsort(events, kind="stable")
    ordered = events[order]
    rank = np.arange(len(ordered)) - np.searchsorted(ordered, ordered)  # 0 is the first of its id
    known = np.sort(articles)
    parent = parents[order]
    times = np.searchsorted(known, parent, "right") - np.searchsorted(known, parent)
    return np.sort(order[rank >= np.maximum(times, 1)])


def _hash(text: str) -> int:
    return xxhash.xxh3_64_intdigest(text.encode())
