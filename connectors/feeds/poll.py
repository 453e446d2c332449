"""News feeds to articles: one round over a list of feeds."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from connectors.charsets import content_type, page_text
from connectors.feeds.document import Document, Entry, FeedFormatError, read_document
from connectors.feeds.fetch import Answer, FetchError
from connectors.feeds.settings import FeedSettings
from connectors.feeds.state import FeedState, FeedStatus
from connectors.feeds.web import Web

_PAGE_TYPES = ("", "text/html", "application/xhtml+xml")
_FIRST_RETRY_SECONDS, _LONGEST_RETRY_SECONDS = 60.0, 3_600.0
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_logger = logging.getLogger(__name__)

Report = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class FeedArticle:
    """An entry that was not seen before, as a record of schema ``Article`` (`published_at` is a datetime).

    Give `feed` and `key` to `FeedState.confirm` once the article is where it should go.
    """

    feed: str
    key: bytes
    article: dict[str, Any]


def log(address: str, problem: str) -> None:
    """Report a problem with a feed or page to the log."""
    _logger.warning("%s: %s", address, problem)


def poll(
    feeds: Iterable[str],
    state: FeedState,
    settings: FeedSettings,
    *,
    web: Web | None = None,
    report: Report = log,
    clock: Callable[[], float] = time.time,
) -> Iterator[FeedArticle]:
    """The unseen entries of each feed that is due, oldest first.

    A feed that is broken or can't be reached is told to `report` and left alone for a while, longer each time
    in a row; the others go on. A feed is due again when it says so (Retry-After, ttl). Until all of a feed's
    articles are confirmed, it counts as unread. Pass a `web` to keep connections and robots.txt over rounds.
    """
    with ExitStack() as stack:
        reader = _Reader(web or stack.enter_context(Web(settings)), state, settings, report, clock)
        for feed in dict.fromkeys(feeds):
            yield from reader.articles(feed)


@dataclass(frozen=True, slots=True)
class _Reader:
    web: Web
    state: FeedState
    settings: FeedSettings
    report: Report
    clock: Callable[[], float]

    def articles(self, feed: str) -> Iterator[FeedArticle]:
        status = self.state.status(feed)
        if status.due_at > self.clock():
            return
        try:
            document, read = self._document(feed, status)
        except Exception as error:  # noqa: BLE001 - one broken feed must not stop the others
            self._failed(feed, status, error)
            return
        now = self.clock()
        if document is None:
            self.state.unchanged(feed, now)
            self.state.read(feed, read, ())
            return
        keys = [entry.key for entry in document.entries]
        unseen = self.state.unseen(feed, keys, now)
        self.state.read(feed, read, unseen)
        kept = max(self.settings.seen_per_feed, len(keys))
        self.state.forget(feed, now - self.settings.seen_days * 86_400, kept)
        for entry in reversed(document.entries):
            if entry.key in unseen:
                yield FeedArticle(feed, entry.key, self._article(entry, document.title or _host(feed)))

    def _document(self, feed: str, status: FeedStatus) -> tuple[Document | None, FeedStatus]:
        """The feed, None if it has not changed, and its status once its entries are dealt with."""
        conditions = {"If-None-Match": status.etag, "If-Modified-Since": status.last_modified}
        headers = {"Accept": _ACCEPT, **{name: value for name, value in conditions.items() if value}}
        answer = self.web.get(feed, headers, self.settings.max_feed_bytes)
        if answer.status == 304:
            return None, replace(status, failures=0, due_at=self.clock() + (answer.retry_after or 0.0))
        if answer.status != 200:
            raise FetchError(f"HTTP {answer.status}", answer.retry_after)
        document = read_document(answer.content, answer.url)
        wait = max(answer.retry_after or 0.0, document.ttl_minutes * 60.0)
        read = FeedStatus(
            answer.headers.get("etag"), answer.headers.get("last-modified"), self.clock() + wait
        )
        return document, read

    def _failed(self, feed: str, status: FeedStatus, error: Exception) -> None:
        expected = isinstance(error, (FetchError, FeedFormatError))
        self.report(feed, str(error) if expected else f"{type(error).__name__}: {error}")
        wait = min(_FIRST_RETRY_SECONDS * 2 ** min(status.failures, 10), _LONGEST_RETRY_SECONDS)
        asked = error.retry_after if isinstance(error, FetchError) else None
        due_at = self.clock() + max(wait, asked or 0.0)
        self.state.record(feed, replace(status, due_at=due_at, failures=status.failures + 1))

    def _article(self, entry: Entry, source: str) -> dict[str, Any]:
        """An entry as an article; one that holds nothing but a title is its own text."""
        page = self._page(entry)
        text, html = (None, page) if page else (entry.text, entry.html)
        title = entry.title
        if text is None and html is None:
            title, text = None, entry.title or ""
        return {
            "id": None,
            "title": title,
            "text": text,
            "html": html,
            "published_at": entry.published_at,
            "source": source,
            "url": entry.url,
            "language": None,
        }

    def _page(self, entry: Entry) -> str | None:
        """The entry's page, if it is wanted, needed and to be had."""
        held = len(entry.text or entry.html or "")
        if not self.settings.full_text or not entry.url or held >= self.settings.full_text_chars:
            return None
        try:
            answer = self.web.get(entry.url, {"Accept": "text/html"}, self.settings.max_page_bytes)
            return _html(answer)
        except Exception as error:  # noqa: BLE001 - what the feed holds must do then
            self.report(entry.url, str(error))
            return None


def _html(answer: Answer) -> str:
    """The page in `answer`. Raises FetchError if it is none."""
    media_type, charset = content_type(answer.headers.get("content-type", ""))
    if answer.status != 200:
        raise FetchError(f"HTTP {answer.status}")
    if media_type not in _PAGE_TYPES:
        raise FetchError(f"not a page but {ascii(media_type)[:60]}")
    page = page_text(answer.content, charset)
    if not page:
        raise FetchError("the page is empty or in no known encoding")
    return page


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
