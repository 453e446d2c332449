"""A news site on 127.0.0.1."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from connectors.feeds import FeedArticle, FeedSettings, FeedState, poll


@dataclass
class Page:
    """What is at a path: `status`, content and headers; `stream` writes the body itself."""

    content: bytes | str = b""
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    stream: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Site:
    """The site's pages by path, and the requests that it got: path and headers."""

    url: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        page = self.site.pages.get(self.path, Page(status=404))
        etag = page.headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            page = Page(status=304)
        modified = page.headers.get("Last-Modified")
        if not etag and modified and self.headers.get("If-Modified-Since") == modified:
            page = Page(status=304)
        if page.stream:
            page.stream(self)
            return
        content = page.content.encode() if isinstance(page.content, str) else page.content
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """A reader that hangs up is no news."""


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site, behind TLS if a context for it is given."""
    served = Site()
    server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"site": served}))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@dataclass
class Reader:
    """Polls with a state file of its own; what it yields is confirmed unless told otherwise."""

    path: Path
    problems: list[tuple[str, str]] = field(default_factory=list)
    now: float = 1_000_000.0

    def __call__(self, *feeds: str, confirm: bool = True, **settings: Any) -> list[FeedArticle]:
        chosen = {"allow_private": True, "host_delay_seconds": 0.0, "answer_seconds": 5.0} | settings
        found = []
        with FeedState(self.path) as state:
            for article in poll(
                feeds,
                state,
                FeedSettings(**chosen),  # type: ignore[arg-type]
                report=lambda address, problem: self.problems.append((address, problem)),
                clock=lambda: self.now,
            ):
                found.append(article)
                if confirm:
                    state.confirm(article.feed, article.key, self.now)
        return found

    def titles(self, *feeds: str, **settings: Any) -> list[str | None]:
        return [found.article["title"] for found in self(*feeds, **settings)]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path / "state" / "feeds.sqlite")


def rss(*items: tuple[str, str], extra: str = "") -> str:
    """An RSS feed of titles and descriptions, newest first."""
    entries = "".join(
        f"<item><title>{title}</title><link>/news/{title}</link><guid>{title}</guid>"
        f"<description><![CDATA[{text}]]></description></item>"
        for title, text in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>{extra}{entries}</channel></rss>'
