"""From the bytes of a feed to its entries: RSS, RDF, Atom and JSON Feed."""

import hashlib
import html
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import fastfeedparser

# A comment without an end reaches to the end, as in browsers: that also keeps the time linear.
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?(?:-->|\Z)", re.DOTALL)
# Atom's own element around XHTML content, which is no HTML.
_ATOM_CONTENT = re.compile(r"^\s*<(?:\w+:)?content\b[^>]*>|</(?:\w+:)?content>\s*$")
_TTL = re.compile(rb"<ttl>\s*(?:<!\[CDATA\[)?\s*(\d{1,6})\s*(?:\]\]>)?\s*</ttl>", re.IGNORECASE)
_TTL_WITHIN = 20_000
_LONGEST_TTL_MINUTES = 1_440


class FeedFormatError(Exception):
    """Bytes that are no feed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. `key` stays the same when the entry's text is edited, if the feed names its entries.

    One of `text` and `html` is set if the entry holds more than a title.
    """

    key: bytes
    title: str | None
    url: str | None
    text: str | None
    html: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as read: its name, the minutes it asks not to be read again for, and its entries as it orders them."""

    title: str | None
    ttl_minutes: int
    entries: tuple[Entry, ...]


def read_document(content: bytes, url: str) -> Document:
    """The feed in `content`, which came from `url`; entries without an address that is http or https have none.

    Raises FeedFormatError.
    """
    try:
        feed = fastfeedparser.parse(
            content, include_tags=False, include_media=False, include_enclosures=False
        )
        entries = [_entry(entry, url) for entry in feed["entries"]]
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise FeedFormatError(f"not a feed: {reason}") from error
    ttl = _TTL.search(content[:_TTL_WITHIN])
    minutes = min(int(ttl[1]), _LONGEST_TTL_MINUTES) if ttl else 0
    unique = {entry.key: entry for entry in reversed(entries) if _holds_something(entry)}
    return Document(_line(feed["feed"].get("title")), minutes, tuple(reversed(unique.values())))


def _holds_something(entry: Entry) -> bool:
    return any((entry.title, entry.url, entry.text, entry.html))


def _entry(entry: Any, feed_url: str) -> Entry:
    title, text, markup = _line(entry.get("title")), *_content(entry)
    address = _address(entry.get("link"), feed_url)
    name = str(entry.get("id") or "") or address or "\0".join((title or "", text or markup or ""))
    key = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=16).digest()
    return Entry(key, title, address, text, markup, _date(entry))


def _content(entry: Any) -> tuple[str | None, str | None]:
    """The fullest of an entry's content and description, as text or as HTML."""
    for item in [*(entry.get("content") or ()), {"value": entry.get("description")}]:
        value = _ATOM_CONTENT.sub("", str(item.get("value") or "")).strip()
        if not value:
            continue
        if _TAG.search(value) and item.get("type") not in ("text", "text/plain"):
            return None, value
        return (html.unescape(value) if item.get("type") not in ("text", "text/plain") else value), None
    return None, None


def _line(value: object) -> str | None:
    """A title: no tags, no character references, one line; None if empty."""
    text = html.unescape(_TAG.sub("", str(value or "")))
    return " ".join(text.split()) or None


def _address(link: object, feed_url: str) -> str | None:
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        address = urljoin(feed_url, link.strip())
        parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _date(entry: Any) -> datetime | None:
    """When the entry was published, else updated; None where the feed does not say it in a way that can be read."""
    for name in ("published", "updated"):
        try:
            found = datetime.fromisoformat(entry.get(name) or "")
        except (TypeError, ValueError):
            continue
        if found.tzinfo:
            return found
    return None
