import gzip
import socket
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler

import pytest

from connectors.feeds.fetch import FetchError
from connectors.feeds.settings import FeedSettings
from connectors.feeds.web import DisallowedError, Web
from tests.connectors.feeds.conftest import Page, Site

QUICK = FeedSettings(allow_private=True, host_delay_seconds=0.0, answer_seconds=5.0)


def test_redirects_are_followed(site: Site) -> None:
    site.pages |= {"/a": Page(status=301, headers={"Location": "b?x=1"}), "/b?x=1": Page("here")}
    with Web(QUICK) as web:
        answer = web.get(site.url + "/a", {}, 100)
    assert (answer.content, answer.url) == (b"here", site.url + "/b?x=1")


def test_redirects_end(site: Site) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": "/a"})
    with Web(QUICK) as web, pytest.raises(FetchError, match="more than 5 redirects"):
        web.get(site.url + "/a", {}, 100)
    assert site.paths() == ["/a"] * 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://x/", "http://[", "javascript:x"])
def test_redirects_stay_on_the_web(site: Site, target: str) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": target})
    with Web(QUICK) as web, pytest.raises(FetchError):
        web.get(site.url + "/a", {}, 100)


def test_each_hop_is_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public host that redirects to a private one leads nowhere."""
    site.pages["/a"] = Page(status=302, headers={"Location": site.url + "/b"})
    port = int(site.url.rpartition(":")[2])
    public = "8.8.8.8"
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: real(public if host == "news.example" else host, *rest, **more),
    )
    connect = socket.create_connection
    monkeypatch.setattr(
        socket,
        "create_connection",
        lambda address, *rest, **more: connect(
            ("127.0.0.1", port) if address[0] == public else address, *rest, **more
        ),
    )
    with (
        Web(FeedSettings(host_delay_seconds=0.0)) as web,
        pytest.raises(FetchError, match=r"127\.0\.0\.1.*not public"),
    ):
        web.get(f"http://news.example:{port}/a", {}, 100)
    assert site.paths() == ["/a"]


def test_too_large(site: Site) -> None:
    site.pages |= {
        "/plain": Page(b"x" * 1001),
        "/packed": Page(gzip.compress(b"x" * 1_000_000), {"Content-Encoding": "gzip"}),
        "/fits": Page(gzip.compress(b"x" * 1000), {"Content-Encoding": "gzip"}),
    }
    with Web(QUICK) as web:
        for path in ("/plain", "/packed"):
            with pytest.raises(FetchError, match="exceeds 1000 bytes"):
                web.get(site.url + path, {}, 1000)
        assert web.get(site.url + "/fits", {}, 1000).content == b"x" * 1000


@pytest.mark.parametrize(
    "page",
    [
        Page(b"not packed", {"Content-Encoding": "gzip"}),
        Page(gzip.compress(b"x" * 500)[:-9], {"Content-Encoding": "gzip"}),
        Page(b"x", {"Content-Encoding": "br"}),
    ],
)
def test_what_is_packed_badly(site: Site, page: Page) -> None:
    site.pages["/a"] = page
    with Web(QUICK) as web, pytest.raises(FetchError, match="packed"):
        web.get(site.url + "/a", {}, 1000)


def _silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(1.0)


def _trickling_headers(handler: BaseHTTPRequestHandler) -> None:
    try:
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 20:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.05)
    except OSError:
        handler.close_connection = True


def _trickling_body(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    try:
        for _ in range(40):
            handler.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        handler.close_connection = True


@pytest.mark.parametrize("stream", [_silent, _trickling_headers, _trickling_body])
def test_slow(site: Site, stream: object) -> None:
    site.pages["/a"] = Page(stream=stream)  # type: ignore[arg-type]
    settings = FeedSettings(allow_private=True, host_delay_seconds=0.0, answer_seconds=0.4)
    started = time.monotonic()
    with Web(settings) as web, pytest.raises(FetchError, match=r"within 0\.4 s"):
        web.get(site.url + "/a", {}, 10_000)
    assert time.monotonic() - started < 1.5


def test_what_is_no_http(site: Site) -> None:
    def nonsense(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"SSH-2.0-server\r\n\r\n")
        handler.close_connection = True

    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
        handler.close_connection = True

    site.pages |= {"/nonsense": Page(stream=nonsense), "/cut": Page(stream=cut)}
    with Web(QUICK) as web:
        for path in ("/nonsense", "/cut"):
            with pytest.raises(FetchError, match="connection failed"):
                web.get(site.url + path, {}, 10_000)
        with pytest.raises(FetchError, match="connection failed"):
            web.get("http://127.0.0.1:1/", {}, 100)


def test_robots_are_asked_once_and_obeyed(site: Site) -> None:
    site.pages |= {
        "/robots.txt": Page("User-agent: dateline\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n"),
        "/private/a": Page("no"),
        "/b": Page("yes"),
        "/c": Page(status=302, headers={"Location": "/private/a"}),
    }
    with Web(QUICK) as web:
        assert web.get(site.url + "/b", {}, 100).content == b"yes"
        for path in ("/private/a", "/c"):
            with pytest.raises(DisallowedError, match=r"robots\.txt"):
                web.get(site.url + path, {}, 100)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/b", "/c"]
    assert site.asked[0][1]["user-agent"].startswith("Dateline/")


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (Page(status=404), True),
        (Page(status=403), True),
        (Page(status=503), False),
        (Page(status=429), False),
        (Page(b"\xff\xfe garbage \0"), True),
        (Page("User-agent: *\nCrawl-delay: \u00b2\nRequest-rate: 1/\u00b2\n"), False),
        (Page(b"#" * 600_000), False),
        (Page(status=302, headers={"Location": "/robots.txt"}), True),
    ],
)
def test_robots_that_are_missing_or_broken(site: Site, robots: Page, allowed: bool) -> None:
    site.pages |= {"/robots.txt": robots, "/a": Page("here")}
    with Web(QUICK) as web:
        if allowed:
            assert web.get(site.url + "/a", {}, 100).content == b"here"
        else:
            with pytest.raises(FetchError):
                web.get(site.url + "/a", {}, 100)
            assert site.paths() == []


def test_a_host_is_given_time(site: Site) -> None:
    site.pages["/a"] = Page("here")
    started = time.monotonic()
    with Web(FeedSettings(allow_private=True, host_delay_seconds=0.3)) as web:
        for _ in range(3):
            web.get(site.url + "/a", {}, 100)
    assert 0.6 <= time.monotonic() - started < 2.0


def test_a_crawl_delay_is_kept(site: Site) -> None:
    site.pages |= {"/robots.txt": Page("User-agent: *\nCrawl-delay: 1\n"), "/a": Page("here")}
    started = time.monotonic()
    with Web(QUICK) as web:
        for _ in range(2):
            web.get(site.url + "/a", {}, 100)
    assert time.monotonic() - started >= 1.0


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("120", 120, 120),
        ("99999999", 86_400, 86_400),
        (300, 250, 300),
        (-300, 0, 0),
    ],
)
def test_retry_after(site: Site, value: str | int, low: float, high: float) -> None:
    date = formatdate(time.time() + value, usegmt=True) if isinstance(value, int) else value
    site.pages["/a"] = Page(status=503, headers={"Retry-After": date})
    with Web(QUICK) as web:
        seconds = web.get(site.url + "/a", {}, 100).retry_after
    assert seconds is not None
    assert low <= seconds <= high


@pytest.mark.parametrize("value", ["soon", "", "-5", "1e9", "\u00b2"])
def test_retry_after_that_says_nothing(site: Site, value: str) -> None:
    site.pages["/a"] = Page(status=503, headers={"Retry-After": value.encode().decode("latin-1")})
    with Web(QUICK) as web:
        assert web.get(site.url + "/a", {}, 100).retry_after is None
