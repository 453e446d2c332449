"""What a feed reader must remember over a restart, in a small SQLite file."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from connectors.errors import ConnectorError

_TABLES = """
CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, due_at REAL NOT NULL, failures INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (
    feed TEXT NOT NULL, key BLOB NOT NULL, seen_at REAL NOT NULL, PRIMARY KEY (feed, key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS seen_by_age ON seen (seen_at);
"""


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """How the last reading of a feed ended. `due_at` is the time, in seconds since 1970, before which to leave it."""

    etag: str | None = None
    last_modified: str | None = None
    due_at: float = 0.0
    failures: int = 0


class FeedState:
    """Which entries were seen, and each feed's status. A context manager; for one thread.

    An entry counts as seen once it is confirmed, and a feed as read once all its new entries are: what dies in
    between is read again. Raises ConnectorError if the file can't be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pending: dict[str, tuple[FeedStatus, set[bytes]]] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(path)
        except (OSError, sqlite3.Error) as error:
            raise ConnectorError(f"the feed state {path} can't be opened: {error}") from error
        try:
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.executescript(_TABLES)
        except sqlite3.Error as error:
            self._database.close()
            raise ConnectorError(f"{path} is no feed state: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction, undone if it fails."""
        try:
            with self._database:
                yield self._database
        except sqlite3.Error as error:
            raise ConnectorError(f"the feed state {self._path} can't be used: {error}") from error

    def status(self, feed: str) -> FeedStatus:
        """The status of `feed`; of one never read, an empty one."""
        with self._transaction() as database:
            row = database.execute(
                "SELECT etag, last_modified, due_at, failures FROM feeds WHERE url = ?", (feed,)
            ).fetchone()
        return FeedStatus(*row) if row else FeedStatus()

    def unseen(self, feed: str, keys: Iterable[bytes], now: float) -> set[bytes]:
        """Those of `keys`, which are now in `feed`, that were not seen; the others are kept in mind anew."""
        new = set()
        with self._transaction() as database:
            for key in keys:
                touched = database.execute(
                    "UPDATE seen SET seen_at = ? WHERE feed = ? AND key = ?", (now, feed, key)
                )
                if not touched.rowcount:
                    new.add(key)
        return new

    def unchanged(self, feed: str, now: float) -> None:
        """Keep all entries of `feed` in mind anew."""
        with self._transaction() as database:
            database.execute("UPDATE seen SET seen_at = ? WHERE feed = ?", (now, feed))

    def read(self, feed: str, status: FeedStatus, new: Iterable[bytes]) -> None:
        """Record that `feed` was read with `status`, as soon as all its `new` entries are confirmed."""
        waiting = set(new)
        self._pending.pop(feed, None)
        if waiting:
            self._pending[feed] = (status, waiting)
        else:
            self.record(feed, status)

    def record(self, feed: str, status: FeedStatus) -> None:
        """Set the status of `feed`."""
        row = (feed, status.etag, status.last_modified, status.due_at, status.failures)
        with self._transaction() as database:
            database.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?)", row)

    def confirm(self, feed: str, key: bytes, now: float) -> None:
        """Record that an entry is where it should go, and need not be read again."""
        with self._transaction() as database:
            database.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (feed, key, now))
        if feed in self._pending:
            status, waiting = self._pending[feed]
            waiting.discard(key)
            if not waiting:
                del self._pending[feed]
                self.record(feed, status)

    def forget(self, feed: str, before: float, most: int) -> None:
        """Forget entries of any feed not met since `before`, and of `feed` all but the `most` last met."""
        with self._transaction() as database:
            database.execute("DELETE FROM seen WHERE seen_at < ?", (before,))
            database.execute(
                "DELETE FROM seen WHERE feed = ? AND key NOT IN"
                " (SELECT key FROM seen WHERE feed = ? ORDER BY seen_at DESC, key LIMIT ?)",
                (feed, feed, most),
            )
