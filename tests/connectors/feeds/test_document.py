import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.feeds.document import Entry, FeedFormatError, read_document
from tests.connectors.feeds.conftest import rss

URL = "https://news.example/feeds/all"
WHEN = datetime(2023, 9, 17, 8, tzinfo=UTC)


def only(content: str | bytes) -> Entry:
    (entry,) = read_document(content.encode() if isinstance(content, str) else content, URL).entries
    return entry


def test_rss() -> None:
    entry = only(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>G &amp; Z</title>'
        "<item><title>Envoy &amp;amp; &lt;i&gt;aide&lt;/i&gt;\n arrive</title><link>/2023/1</link><guid>g-1</guid>"
        "<pubDate>Sun, 17 Sep 2023 10:00:00 +0200</pubDate><description>Short.</description>"
        "<content:encoded><![CDATA[<p>The envoy arrived.</p>]]></content:encoded></item></channel></rss>"
    )
    assert (entry.title, entry.url) == ("Envoy & aide arrive", "https://news.example/2023/1")
    assert (entry.text, entry.html, entry.published_at) == (None, "<p>The envoy arrived.</p>", WHEN)


def test_rdf() -> None:
    entry = only(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>R</title></channel><item><title>t</title>'
        "<link>https://news.example/r</link><description>Short &amp; plain.</description>"
        "<dc:date>2023-09-17T10:00:00+02:00</dc:date></item></rdf:RDF>"
    )
    assert (entry.url, entry.text, entry.published_at) == ("https://news.example/r", "Short & plain.", WHEN)


@pytest.mark.parametrize(
    ("content", "text", "html"),
    [
        ('<content type="html">&lt;p&gt;x&lt;/p&gt;</content>', None, "<p>x</p>"),
        ('<content type="text">1 &lt; 2 &lt;b&gt;</content>', "1 < 2 <b>", None),
        ("<summary>x &amp;amp; y</summary>", "x & y", None),
        ("", None, None),
    ],
)
def test_atom(content: str, text: str | None, html: str | None) -> None:
    entry = only(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>e-1</id><title>t</title>'
        '<link rel="enclosure" href="/a.mp3"/><link rel="alternate" href="/1"/>'
        f"<updated>2023-09-17T10:00:00+02:00</updated>{content}</entry></feed>"
    )
    assert (entry.text, entry.html) == (text, html)
    assert (entry.url, entry.published_at) == ("https://news.example/1", WHEN)


def test_atom_with_xhtml() -> None:
    entry = only(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>e</id><content type="xhtml">'
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content></entry></feed>'
    )
    assert entry.html == '<div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div>'


def test_json_feed() -> None:
    items = [
        {"id": 1, "url": "/j", "content_text": "a <b>", "date_published": "2023-09-17T10:00:00+02:00"},
        {"id": "2", "title": "t", "content_html": "<p>x"},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": items}
    document = read_document(json.dumps(feed).encode(), URL)
    first, second = document.entries
    assert document.title == "J"
    assert (first.text, first.html, first.url, first.published_at) == (
        "a <b>",
        None,
        "https://news.example/j",
        WHEN,
    )
    assert (second.text, second.html, second.url, second.title) == (None, "<p>x", None, "t")


def test_charset_of_the_xml() -> None:
    feed = rss(("größer", "x")).replace("?>", ' encoding="iso-8859-1"?>', 1)
    assert only(feed.encode("latin-1")).title == "größer"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://news.example/1", "http://[", "http:f:", "mailto:a@b.example"]
)
def test_an_address_that_is_no_web_page_is_none(link: str) -> None:
    feed = f'<rss version="2.0"><channel><item><title>t</title><link>{link}</link></item></channel></rss>'
    assert only(feed).url is None


def test_the_key_is_the_feeds_id_else_the_address_else_the_content() -> None:
    def key(body: str) -> bytes:
        return only(f'<rss version="2.0"><channel><item>{body}</item></channel></rss>').key

    assert key("<guid>1</guid><title>a</title>") == key("<guid>1</guid><title>b</title>")
    assert key("<link>/1</link><title>a</title>") == key("<link>/1</link><title>b</title>")
    assert key("<title>a</title>") != key("<title>b</title>")


def test_an_entry_twice_is_one_and_an_empty_one_none() -> None:
    document = read_document(rss(("a", "x"), ("b", "x"), ("a", "y"), extra="<item></item>").encode(), URL)
    assert sorted(str(entry.title) for entry in document.entries) == ["a", "b"]


def test_ttl() -> None:
    assert read_document(rss(("a", "x"), extra="<ttl> 30 </ttl>").encode(), URL).ttl_minutes == 30
    assert read_document(rss(("a", "x"), extra="<ttl>999999</ttl>").encode(), URL).ttl_minutes == 1_440
    assert read_document(rss(("a", "x"), extra="<ttl>soon</ttl>").encode(), URL).ttl_minutes == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>not here</body></html>",
        b"plain text",
        b'{"version": "https://jsonfeed.org/version/1", "items": [1]}',
        b"[1]",
        b"\x00\x01\x02",
    ],
)
def test_what_is_no_feed(content: bytes) -> None:
    with pytest.raises(FeedFormatError, match="not a feed"):
        read_document(content, URL)


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<rss version="2.0"><channel><item><guid>1</guid><title>&b;&f;</title>'
        "<description>x</description></item></channel></rss>"
    )
    title = only(bomb).title or ""
    assert "root" not in title
    assert len(title) < 100


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda b: rss(("a", "x")).encode()[:150] + b))
def test_any_bytes_are_a_feed_or_not(content: bytes) -> None:
    try:
        document = read_document(content, URL)
    except FeedFormatError:
        return
    assert all(len(entry.key) == 16 for entry in document.entries)


def test_comments_without_an_end_take_no_time() -> None:
    began = time.thread_time()
    assert only(rss((f"Rain{'&lt;!--' * 20_000}", ""))).title == "Rain"
    assert time.thread_time() - began < 1
