"""An article as decoded and cleaned, and what grouping makes of it."""

from dataclasses import dataclass
from datetime import datetime

from connectors.records import Origin


@dataclass(frozen=True, slots=True)
class Article:
    """An article. As decoded it has text or html; once cleaned, text, language and no html."""

    article_id: str
    title: str | None = None
    text: str | None = None
    html: str | None = None
    published_at: datetime | None = None  # aware, in the zone in which it was given
    source: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What grouping compares and learns from: the encodings are those of the schema ``IndexEntry``."""

    sketch: bytes
    terms: bytes
    details: bytes
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What grouping remembers of one article. See schema ``IndexEntry``; `seen_at` is in milliseconds."""

    article_id: str
    language: str
    origin: Origin
    seen_at: int
    story_id: str
    duplicate_of: str | None
    similarity: float | None
    title: str | None
    sketch: bytes
    terms: bytes
    details: bytes
    update_of: str | None = None
    source: str | None = None
    areas: tuple[str, ...] = ()
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """What grouping decided. `duplicate_of` and `similarity` (0 to 1) are set for a copy only, `update_of` never.

    `home` is the area, as "USA/Ohio" or "USA/", that the source's earlier articles are mostly about.

    `entry` is what commit writes to the index topic; None if the index knew the record already.
    """

    story_id: str
    story_title: str | None = None
    duplicate_of: str | None = None
    similarity: float | None = None
    update_of: str | None = None
    home: str | None = None
    entry: IndexEntry | None = None
