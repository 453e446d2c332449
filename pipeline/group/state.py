"""Grouping's state in Beam, and the process's views of it.

The state of a language is fifteen bags, to each of which the entries of one generation are appended, and a value,
its `Mark`. An old generation leaves by the clearing of its bag. An index is a view of the state. Views are kept
in the process, since DoFns are renewed often, each under the token of the state that it shows: a hash over all
entries so far. A state that an engine rolled back, restored or moved has another token, so its view is built anew.
"""

import json
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import xxhash

from pipeline.group.codec import decode_batch, encode_batch, joined
from pipeline.group.index import Index
from pipeline.group.settings import GENERATIONS, GroupSettings
from pipeline.records import IndexEntry

_ENTRIES = 1000
"""How many entries, at least, are taken up at once where an index is built."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a state is: a hash over its entries, how many there were, and the generations that it holds."""

    token: str = ""
    entries: int = 0
    serials: tuple[int, ...] = ()

    def after(self, batch: bytes, entries: int, serials: tuple[int, ...]) -> "Mark":
        """The mark once `batch` with that many entries is appended."""
        token = xxhash.xxh3_128_hexdigest(self.token.encode() + batch)
        return Mark(token, self.entries + entries, serials)

    def encode(self) -> bytes:
        """As the value state keeps it."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, data: bytes) -> "Mark":
        """What `encode` encoded."""
        fields = json.loads(data)
        return cls(fields["token"], fields["entries"], tuple(fields["serials"]))


class KeyedState:
    """The state of one language: Beam's value state for the mark (bytes), and its bag states.

    Elements of a bag are pairs: how many entries came before, and an encoded batch. Without bags only the mark is kept.
    """

    def __init__(self, mark: Any, bags: tuple[Any, ...]) -> None:
        self._value, self._bags = mark, bags
        written = mark.read()
        self.mark = Mark.decode(written) if written else Mark()

    @property
    def holds_entries(self) -> bool:
        """Whether an index can be made of it."""
        return bool(self._bags) and self.mark.entries > 0

    def batches(self, serial: int) -> Iterator[bytes]:
        """The batches of a generation in the order in which they came."""
        for _, batch in sorted(self._bags[serial % GENERATIONS].read()):
            yield batch

    def append(self, batch: bytes, entries: int, serials: tuple[int, ...]) -> None:
        """Add an encoded batch of so many entries to the newest of the generations `serials`; forget all others."""
        if self._bags:
            for serial in set(self.mark.serials).difference(serials):
                self._bags[serial % GENERATIONS].clear()
            self._bags[serials[-1] % GENERATIONS].add((self.mark.entries, batch))
        self.mark = self.mark.after(batch, entries, serials)
        self._value.write(self.mark.encode())


class Views:
    """The indexes of a process. One that is taken belongs to its taker until it is put back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._views: dict[tuple[str, GroupSettings], tuple[str, Index]] = {}

    def take(self, language: str, settings: GroupSettings, state: KeyedState) -> Index:
        """The index of `language` as `state` has it."""
        with self._lock:
            token, index = self._views.pop((language, _key(settings)), ("", None))
        if index is not None and token == state.mark.token:
            return index
        index = Index(language, settings)
        if state.holds_entries:
            for serial in state.mark.serials:
                for entries, _ in _gathered(state.batches(serial)):
                    index.remember(entries, serial)
        elif settings.log is not None:
            _load(index, language, settings.log(), state)
        return index

    def put(self, language: str, settings: GroupSettings, state: KeyedState, index: Index) -> None:
        """Give back `index`, which shows `state`."""
        with self._lock:
            self._views[language, _key(settings)] = state.mark.token, index


def _key(settings: GroupSettings) -> GroupSettings:
    return replace(settings, log=None)


def _load(index: Index, language: str, log: Iterable[bytes], state: KeyedState) -> None:
    """Take up the entries of the log, in `index` and in `state`."""
    for entries, batches in _gathered(log):
        for serials, taken in index.remember([entry for entry in entries if entry.language == language]):
            whole = len(taken) == len(entries)
            state.append(joined(batches) if whole else encode_batch(taken), len(taken), serials)


def _gathered(batches: Iterable[bytes]) -> Iterator[tuple[list[IndexEntry], list[bytes]]]:
    """The entries of batches, many at once, and the batches that they are from."""
    entries: list[IndexEntry] = []
    gathered: list[bytes] = []
    for batch in batches:
        gathered.append(batch)
        entries.extend(decode_batch(batch))
        if len(entries) >= _ENTRIES:
            yield entries, gathered
            entries, gathered = [], []
    if entries:
        yield entries, gathered
