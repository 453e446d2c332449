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

from pipeline.group.codec import decode_batch, encode_batch
from pipeline.group.index import Index
from pipeline.group.settings import GENERATIONS, GroupSettings
from pipeline.records import IndexEntry

_BATCH = 500


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

    Elements of a bag are pairs: how many entries came before, and an encoded batch.
    """

    def __init__(self, mark: Any, bags: tuple[Any, ...]) -> None:
        self._value, self._bags = mark, bags
        written = mark.read()
        self.mark = Mark.decode(written) if written else Mark()

    def entries(self, serial: int) -> Iterator[IndexEntry]:
        """The entries of a generation in the order in which they came."""
        for _, batch in sorted(self._bags[serial % GENERATIONS].read()):
            yield from decode_batch(batch)

    def append(self, entries: list[IndexEntry], serials: tuple[int, ...]) -> None:
        """Add `entries` to the newest of the generations `serials`, and forget all others."""
        for serial in set(self.mark.serials).difference(serials):
            self._bags[serial % GENERATIONS].clear()
        batch = encode_batch(entries)
        self._bags[serials[-1] % GENERATIONS].add((self.mark.entries, batch))
        self.mark = self.mark.after(batch, len(entries), serials)
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
        if state.mark.entries:
            for serial in state.mark.serials:
                for entry in state.entries(serial):
                    index.remember(entry, serial)
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
    pending: list[IndexEntry] = []
    serials = index.serials
    for entry in (entry for batch in log for entry in decode_batch(batch)):
        if entry.language != language or not index.remember(entry):
            continue
        if pending and (index.serials != serials or len(pending) >= _BATCH):
            state.append(pending, serials)
            pending = []
        pending.append(entry)
        serials = index.serials
    if pending:
        state.append(pending, serials)
