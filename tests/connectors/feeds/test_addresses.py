import socket
import ssl
from pathlib import Path
from typing import Any

import httpcore
import pytest
import trustme

from connectors.feeds.addresses import PrivateAddressError, is_public, resolved
from connectors.feeds.fetch import Fetcher, FetchError
from connectors.feeds.settings import FeedSettings
from tests.connectors.feeds.conftest import Page, Site, serving


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "193.0.14.129", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:0:53aa:64c:0:7bff:f5fe:fdfe",
    ],
)
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "::1", "0"])
def test_however_loopback_is_written_it_is_refused(host: str) -> None:
    try:
        with pytest.raises(PrivateAddressError, match="not public"):
            resolved(host, 80, allow_private=False)
    except httpcore.ConnectError:
        assert host != "127.0.0.1"


def test_a_host_without_an_address() -> None:
    for host in ("no-such-host.invalid", "a" * 300, ".", "\ud800"):
        with pytest.raises(httpcore.ConnectError):
            resolved(host, 80, allow_private=False)


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(PrivateAddressError):
        resolved("news.example", 80, allow_private=False)
    assert resolved("news.example", 80, allow_private=True) == ["8.8.8.8", "10.0.0.1"]


def test_the_address_that_was_checked_is_the_one_connected_to(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves to another address at each look-up reaches only the first, looked up once."""
    site.pages["/"] = Page("here")
    look_ups = []
    real = socket.getaddrinfo

    def rebinding(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host == "news.example":
            look_ups.append(host)
            return real("127.0.0.1" if len(look_ups) == 1 else "192.0.2.1", port, *rest, **more)
        return real(host, port, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    url = site.url.replace("127.0.0.1", "news.example")
    with Fetcher(FeedSettings(allow_private=True, answer_seconds=2)) as fetcher:
        assert fetcher.get(url + "/", {}, 100).content == b"here"
    assert look_ups == ["news.example"]
    assert site.asked[0][1]["host"].startswith("news.example:")


def test_private_addresses_are_refused_before_a_connection(site: Site) -> None:
    with Fetcher(FeedSettings()) as fetcher, pytest.raises(FetchError, match=r"not public: --allow-private"):
        fetcher.get(site.url + "/", {}, 100)
    assert site.asked == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://news.example/", "gopher://x", "http://", "//x/y", "http://[::1", "\ud800"],
)
def test_only_web_addresses(url: str) -> None:
    with Fetcher(FeedSettings(allow_private=True)) as fetcher, pytest.raises(FetchError, match="address"):
        fetcher.get(url, {}, 100)


def test_certificates_are_checked_for_the_name_not_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example").configure_cert(context)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *rest, **more: real("127.0.0.1", *rest, **more))
    with serving(context) as site, Fetcher(FeedSettings(allow_private=True)) as fetcher:
        site.pages["/"] = Page("here")
        url = site.url.replace("http://127.0.0.1", "https://news.example")
        assert fetcher.get(url + "/", {}, 100).content == b"here"
        with pytest.raises(FetchError, match="certificate"):
            fetcher.get(url.replace("news.", "other.") + "/", {}, 100)
