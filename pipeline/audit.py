"""Whether the books of a stream balance: each input record has one outcome, each event its article.

A core of plain data, which knows nothing of Kafka and nothing of how outcomes are written. It takes three
bytes for each input offset, twelve in a partition of which some were to be read again, and 8 to 24 for each
article with events and each event.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from connectors.records import Origin

EXTRACTED, DEAD_LETTER = "EXTRACTED", "DEAD_LETTER"
OUTCOMES = (EXTRACTED, "DUPLICATE", "UNSUPPORTED_LANGUAGE", "EMPTY", DEAD_LETTER)
EXAMPLES = 20  # of each kind of fault; how many there are is counted all the same
CLOCKS_MS = 60_000  # by so much the clocks of two hosts may differ
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
    - `missing`: records without outcome, or with none since they were to be read again; `doubled`: with more than
      one for each time that they were to be read; `foreign`: outcomes of offsets where there has never been a record
      to read. `expired`: outcomes of records that their topic no longer holds, which is no fault.
    - `redone`: records that were read again after a rewind, and not found missing; `changed`: those of them whose
      outcome is of another kind than before. `outcomes` counts the latest.
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
    redone: int = 0
    changed: int = 0
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


@dataclass(frozen=True, slots=True)
class Again:
    """Offsets that were to be read again from a moment on, in milliseconds since 1970."""

    span: range
    since_ms: int


class _Partition:
    """A span of offsets: at each, whether there is a record, what became of it, and how often."""

    def __init__(self, span: range, agains: Sequence[Again]) -> None:
        self._span = span
        self._records, self._kinds, self._times = (bytearray(len(span)) for _ in range(3))
        self._agains = [again for again in agains if _within(again.span, span)]
        # When the latest outcome was written. Only needed, and only there, where something is read again.
        self._written = np.zeros(len(span) if self._agains else 0, np.int64)
        self._changed = bytearray(len(self._written))

    def enter_record(self, offset: int, put_back: bool) -> None:
        if offset in self._span:
            self._records[offset - self._span.start] = _PUT_BACK if put_back else _THERE

    def enter_outcome(self, offset: int, kind: str, written_ms: int) -> bool:
        if offset not in self._span:
            return False
        at, number = offset - self._span.start, 1 + OUTCOMES.index(kind)
        before = self._kinds[at]
        self._times[at] = min(self._times[at] + 1, _MOST)
        if not before or (self._agains and written_ms >= self._written[at]):
            self._kinds[at] = number
        if self._agains:
            self._changed[at] |= before not in (0, number)
            self._written[at] = max(self._written[at], written_ms)
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
        allowed, late = self._allowed()
        again = there & (allowed > 1)
        report.redone += int((again & (times > 0) & ~late).sum())
        report.changed += int((again & np.frombuffer(self._changed, np.bool_)).sum()) if self._agains else 0
        faults = {
            "missing": there & ((times == 0) | late),
            "doubled": times > allowed,
            "foreign": unfounded & held,
        }
        for kind, chosen in faults.items():
            report.note(kind, offsets[chosen], lambda offset: f"{name}@{offset}")

    def _allowed(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """At each offset how many outcomes there may be, and whether it has none since it was to be read again."""
        allowed, since = np.ones(len(self._span), np.int64), np.zeros(len(self._span), np.int64)
        for again in self._agains:
            part = _within(again.span, self._span)
            allowed[part.start : part.stop] += 1
            since[part.start : part.stop] = np.maximum(since[part.start : part.stop], again.since_ms)
        late = self._written < since - CLOCKS_MS if self._agains else np.zeros(len(self._span), np.bool_)
        return np.minimum(allowed, _MOST - 1), late


def _within(part: range, whole: range) -> range:
    """The places in `whole` that `part` has too."""
    return range(max(part.start - whole.start, 0), min(part.stop, whole.stop) - whole.start)


def _counted(kinds: NDArray[np.uint8]) -> Counter[str]:
    counts = np.bincount(kinds, minlength=1 + len(OUTCOMES))[1:]
    return Counter({kind: int(count) for kind, count in zip(OUTCOMES, counts, strict=True) if count})


class Accounts:
    """Takes records, outcomes and events in any order.

    `spans` gives, for each input partition, the offsets to be audited: what lies outside counts only for the
    events. `agains` names those that were to be read again. Ids are kept as hashes of 64 bits: among ten million,
    a pair is taken for one with a chance of one in 400,000.
    """

    def __init__(
        self, spans: Mapping[Partition, range], agains: Mapping[Partition, Sequence[Again]] = {}
    ) -> None:
        self._partitions = {at: _Partition(span, agains.get(at, ())) for at, span in spans.items()}
        self._articles, self._main_events, self._main_places = array("Q"), array("Q"), array("q")
        self._events, self._parents, self._event_places = array("Q"), array("Q"), array("q")
        self._names: dict[str, int] = {}

    def record(self, origin: Origin, *, put_back: bool = False) -> None:
        """There is a record to read at `origin`; `put_back` if it is a dead letter put back."""
        self._partitions[origin.topic, origin.partition].enter_record(origin.offset, put_back)

    def outcome(
        self,
        origin: Origin,
        kind: str,
        article_id: str = "",
        main_event: str | None = None,
        written_ms: int = 0,
    ) -> None:
        """The record at `origin` has the outcome `kind`, one of `OUTCOMES`, which was written at `written_ms`."""
        found = self._partitions.get((origin.topic, origin.partition))
        within = found is not None and found.enter_outcome(origin.offset, kind, written_ms)
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
