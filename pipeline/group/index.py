"""The index of one language: what was seen within the retention time. Pure: no Beam, no clock, no network."""

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from connectors.records import Origin
from pipeline.fingerprint import sketch as sketches
from pipeline.fingerprint.terms import Terms
from pipeline.fingerprint.words import U32, hash64
from pipeline.group import samples, vectors
from pipeline.group.copies import Copies, Match
from pipeline.group.homes import Homes
from pipeline.group.postings import Postings
from pipeline.group.rows import Rows, Table
from pipeline.group.samples import Samples
from pipeline.group.settings import DAY_MS, SPANS, GroupSettings
from pipeline.group.stories import Stories
from pipeline.group.vectors import Vectors
from pipeline.ids import hashed
from pipeline.records import Fingerprint, Grouping, IndexEntry

_PER_ORIGIN_KEY = 1000


@dataclass(frozen=True, slots=True)
class Generation:
    """Articles that came one after another: from number `first` on, opened in time span number `span`."""

    serial: int
    span: int
    first: int


class Remembered(NamedTuple):
    """Entries that were taken up one after another, and the generations of the index then, as of `Index.serials`."""

    serials: tuple[int, ...]
    entries: list[IndexEntry]


class Index:
    """Articles by number in the order in which they came, in generations, the oldest of which is dropped whole.

    Deterministic: an index that is given the same entries decides alike. An article that comes late is
    put into the newest generation, so it stays a little longer than it must.
    """

    def __init__(self, language: str, settings: GroupSettings) -> None:
        self._language = language
        self._settings = settings
        self._first = self._next = 0
        self._generations: list[Generation] = []
        self._copies = Copies(settings.duplicate_threshold)
        self._stories = Stories(settings.story_threshold, int(settings.silence_days * DAY_MS))
        self._origins = Postings(_PER_ORIGIN_KEY)
        self._origin_hashes = array("Q")
        self._ids = Rows(np.uint8)  # in UTF-8, of the article itself, or of its original if it is a copy
        self._updates: dict[int, str] = {}
        self._story_ids: list[str] = []
        self._similarities = array("f")  # -1 for what is no copy
        self._homes = Homes()
        self._home_of: list[str | None] = []  # of the article's source, when it came

    def __len__(self) -> int:
        return self._next - self._first

    @property
    def serials(self) -> tuple[int, ...]:
        """Serial numbers of the generations that are remembered, oldest first; at most `GENERATIONS` - 1."""
        return tuple(generation.serial for generation in self._generations)

    def decide(
        self,
        article_id: str,
        title: str | None,
        fingerprint: Fingerprint,
        origin: Origin,
        seen_at: int,
        source: str | None = None,
    ) -> tuple[Grouping, IndexEntry | None]:
        """What the article is a copy of, its story and its source's home; and the entry that it is now remembered by.

        `seen_at` is the event time of its record in milliseconds. An article that is remembered from the same origin
        gets the decision that it got before, and no entry. An article of which only a copy is remembered is no copy.
        """
        (known,) = self._numbers_of([_hash_of(origin, article_id)])
        if known >= self._first:
            return self._grouping(known), None
        self._advance(seen_at, None)
        sketch = sketches.decode(fingerprint.sketch, fingerprint.details)
        match = self._copies.find(sketch, self._is_copy)
        story_id, earlier = self._of(match)
        is_own = match is not None and earlier == article_id and self._is_copy(match.number)
        is_copy = match is not None and not match.is_update and not is_own
        weighed = self._stories.count(
            self.serials[-1], vectors.decoded([] if is_copy else [fingerprint.terms])
        )
        if story_id is None:
            story = self._stories.find(Terms(weighed.hashes, weighed.weights), seen_at)
            story_id = story.id if story else hashed("s", article_id)
        entry = IndexEntry(
            article_id,
            self._language,
            origin,
            seen_at,
            story_id,
            duplicate_of=earlier if is_copy else None,
            similarity=round(match.similarity, 4) if match and is_copy else None,
            title=title,
            sketch=fingerprint.sketch,
            terms=b"" if is_copy else fingerprint.terms,
            details=fingerprint.details,
            update_of=None if is_copy or is_own else earlier,
            source=source,
            areas=fingerprint.areas,
            home=self._homes.of(source),
        )
        self._insert([entry], samples.of(sketch), weighed)
        return self._grouping(self._next - 1, entry), entry

    def remember(self, entries: Sequence[IndexEntry], serial: int | None = None) -> list[Remembered]:
        """Take up articles as they were decided, but those that are remembered already from the same origin.

        Returns what was taken up, by generations. To rebuild an index, entries come in their order, each with the
        `serial` of its generation or none. Many at once take far less time than one by one, and come to the same.
        """
        hashes = [_hash_of(entry.origin, entry.article_id) for entry in entries]
        numbers = dict(zip(hashes, self._numbers_of(hashes), strict=True))
        taken: list[Remembered] = []
        waiting: list[IndexEntry] = []
        for entry, origin_hash in zip(entries, hashes, strict=True):
            if numbers[origin_hash] >= self._first:
                continue
            if not self._has_room(entry.seen_at, serial, len(waiting)):
                taken.append(self._take(waiting))
                waiting = []
                self._advance(entry.seen_at, serial)
            numbers[origin_hash] = self._next + len(waiting)
            waiting.append(entry)
        taken.append(self._take(waiting))
        return [group for group in taken if group.entries]

    def _take(self, entries: list[IndexEntry]) -> Remembered:
        if entries:
            own = vectors.decoded([entry.terms for entry in entries if entry.duplicate_of is None])
            sampled = samples.decoded([e.sketch for e in entries], [e.details for e in entries])
            self._insert(entries, sampled, self._stories.count(self.serials[-1], own))
        return Remembered(self.serials, entries)

    def expire(self, now: int) -> None:
        """Forget the generations that are older than the retention time at `now` (milliseconds)."""
        oldest = now // self._settings.generation_ms - SPANS
        gone = [g for g in self._generations if g.span < oldest]
        if gone:
            self._drop(len(gone))

    def _advance(self, seen_at: int, serial: int | None) -> None:
        """See that there is room for an article of that time, and that the newest generation is the one for it."""
        span = seen_at // self._settings.generation_ms
        newest = self._generations[-1] if self._generations else None
        if newest is None or self._due(newest, span, serial, 0):
            self.expire(seen_at)
            following = newest.serial + 1 if newest else 0
            span = max(span, newest.span) if newest else span
            self._generations.append(Generation(following if serial is None else serial, span, self._next))
        if len(self) >= self._settings.max_entries:
            self._drop(1)

    def _has_room(self, seen_at: int, serial: int | None, more: int) -> bool:
        """Whether an article of that time can be put in after so many `more` without what `_advance` does."""
        span = seen_at // self._settings.generation_ms
        return (
            bool(self._generations)
            and not self._due(self._generations[-1], span, serial, more)
            and len(self) + more < self._settings.max_entries
        )

    def _due(self, newest: Generation, span: int, serial: int | None, more: int) -> bool:
        """Whether an article of that span of time, after so many `more`, needs a generation after the newest."""
        if serial is not None:
            return serial != newest.serial
        return span > newest.span or self._next + more - newest.first >= self._settings.generation_entries

    def _drop(self, count: int) -> None:
        """Forget the oldest `count` generations."""
        gone, self._generations = self._generations[:count], self._generations[count:]
        first = self._generations[0].first if self._generations else self._next
        for column in (self._origin_hashes, self._story_ids, self._similarities, self._home_of):
            del column[: first - self._first]
        self._ids.drop(first - self._first)
        self._updates = {number: of for number, of in self._updates.items() if number >= first}
        self._first = first
        self._copies.drop_below(first)
        self._origins.retain(lambda numbers: numbers >= np.uint32(first))
        for generation in gone:
            self._stories.drop(generation.serial, first)
            self._homes.drop(generation.serial)

    def _insert(self, entries: Sequence[IndexEntry], sampled: Samples, weighed: Vectors) -> None:
        """Take in articles of the newest generation; `weighed` are the vectors of those that are no copies."""
        first = self._next
        self._copies.add(first, sampled)
        self._stories.take(entries, first, weighed)
        hashes = [_hash_of(entry.origin, entry.article_id) for entry in entries]
        self._origins.add(_keys(hashes), np.arange(first, first + len(entries), dtype=np.uint32))
        self._origin_hashes.extend(hashes)
        ids = [(e.duplicate_of or e.article_id).encode("utf-8", "surrogatepass") for e in entries]
        self._ids.extend(Table(np.frombuffer(b"".join(ids), np.uint8), np.array([len(one) for one in ids])))
        self._similarities.extend(-1.0 if e.similarity is None else e.similarity for e in entries)
        for number, entry in enumerate(entries, first):
            story = self._stories.get(entry.story_id)
            self._story_ids.append(story.id if story else entry.story_id)
            if entry.update_of is not None:
                self._updates[number] = entry.update_of
            self._homes.add(self.serials[-1], entry.source, entry.areas)
            self._home_of.append(sys.intern(entry.home) if entry.home else None)
        self._next += len(entries)

    def _grouping(self, number: int, entry: IndexEntry | None = None) -> Grouping:
        at = number - self._first
        story_id, similarity, home = self._story_ids[at], round(self._similarities[at], 4), self._home_of[at]
        story = self._stories.get(story_id)
        title = story.title if story else None
        if similarity < 0:
            return Grouping(story_id, title, update_of=self._updates.get(number), entry=entry, home=home)
        return Grouping(story_id, title, self._id(number), similarity, entry=entry, home=home)

    def _of(self, match: Match | None) -> tuple[str | None, str | None]:
        """Story and id of the article that `match` names."""
        return (
            (None, None)
            if match is None
            else (self._story_ids[match.number - self._first], self._id(match.number))
        )

    def _id(self, number: int) -> str:
        return self._ids[number - self._first].tobytes().decode("utf-8", "surrogatepass")

    def _is_copy(self, number: int) -> bool:
        return self._similarities[number - self._first] >= 0

    def _numbers_of(self, origin_hashes: list[int]) -> list[int]:
        """For each the number of the article that is remembered by it, or -1."""
        found = [-1] * len(origin_hashes)
        positions, numbers = self._origins.find(_keys(origin_hashes))
        for at, number in zip(positions.tolist(), numbers.tolist(), strict=True):
            if number >= self._first and self._origin_hashes[number - self._first] == origin_hashes[at]:
                found[at] = number
        return found


def _hash_of(origin: Origin, article_id: str) -> int:
    """Of both: where a topic was made anew, another article has the same origin."""
    named = f"{origin.topic}\0{origin.partition}\0{origin.offset}\0{article_id}"
    return hash64(named)


def _keys(origin_hashes: list[int]) -> U32:
    return np.array(origin_hashes, np.uint64).astype(np.uint32)
