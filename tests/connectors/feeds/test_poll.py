import json
from pathlib import Path

import pytest

from connectors.errors import ConnectorError
from connectors.feeds import FeedState
from connectors.feeds.state import FeedStatus
from pipeline.decode.fields import article_of
from tests.connectors.feeds.conftest import Page, Reader, Site, rss

LONG = "<p>The envoy arrived in the capital on Monday for talks with the prime minister.</p>" * 20
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Herald</title><entry><id>1</id><title>atom</title>'
    '<link href="/1"/><updated>2023-09-17T10:00:00Z</updated><content type="html">&lt;p&gt;x</content></entry></feed>'
)
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Courier",
        "items": [{"id": "1", "title": "json", "content_text": "x"}],
    }
)


def test_articles_of_every_format(site: Site, reader: Reader) -> None:
    site.pages |= {"/rss": Page(rss(("rss", "x"))), "/atom": Page(ATOM), "/json": Page(JSON_FEED)}
    found = [f.article for f in reader(site.url + "/rss", site.url + "/atom", site.url + "/json")]

    assert [(a["title"], a["source"]) for a in found] == [
        ("rss", "Gazette"),
        ("atom", "Herald"),
        ("json", "Courier"),
    ]
    assert [(a["text"], a["html"]) for a in found] == [("x", None), (None, "<p>x"), ("x", None)]
    assert found[0]["url"] == site.url + "/news/rss"
    assert all(article_of(a).article_id for a in found)
    assert reader.problems == []


def test_oldest_first_and_only_what_is_new(site: Site, reader: Reader) -> None:
    site.pages["/rss"] = Page(rss(("b", "x"), ("a", "x")))
    assert reader.titles(site.url + "/rss") == ["a", "b"]
    site.pages["/rss"] = Page(rss(("c", "x"), ("b", "edited"), ("a", "x")))
    assert reader.titles(site.url + "/rss") == ["c"]
    assert reader.titles(site.url + "/rss") == []


@pytest.mark.parametrize("header", [("ETag", '"v1"'), ("Last-Modified", "Sun, 17 Sep 2023 10:00:00 GMT")])
def test_an_unchanged_feed_is_not_sent_again(site: Site, reader: Reader, header: tuple[str, str]) -> None:
    site.pages["/rss"] = Page(rss(("a", "x")), dict([header]))
    assert reader.titles(site.url + "/rss") == ["a"]
    assert reader.titles(site.url + "/rss") == []
    sent = site.asked[-1][1]
    assert header[1] in (sent.get("if-none-match"), sent.get("if-modified-since"))
    site.pages["/rss"] = Page(rss(("b", "x")), {header[0]: header[1].replace("1", "2")})
    assert reader.titles(site.url + "/rss") == ["b"]


def test_what_was_not_confirmed_comes_again(site: Site, reader: Reader) -> None:
    """A crash between reading and producing loses nothing, also where the server would say 304."""
    site.pages["/rss"] = Page(rss(("a", "x"), extra="<ttl>60</ttl>"), {"ETag": '"v1"'})
    assert reader.titles(site.url + "/rss", confirm=False) == ["a"]
    assert reader.titles(site.url + "/rss") == ["a"]
    assert reader.titles(site.url + "/rss") == []


def test_a_broken_feed_stands_beside_good_ones(site: Site, reader: Reader) -> None:
    site.pages |= {
        "/html": Page("<html><body>gone</body></html>"),
        "/error": Page(status=500),
        "/large": Page(b"x" * 20_000),
        "/good": Page(rss(("a", "x"))),
    }
    broken = [site.url + path for path in ("/html", "/error", "/missing", "/large")]
    titles = reader.titles(
        *broken, "http://127.0.0.1:1/", "http://[", site.url + "/good", max_feed_bytes=10_000
    )

    assert titles == ["a"]
    assert [address for address, _ in reader.problems] == [*broken, "http://127.0.0.1:1/", "http://["]
    assert all(len(problem.splitlines()) == 1 for _, problem in reader.problems)


def test_a_private_address_is_refused(site: Site, reader: Reader) -> None:
    site.pages["/rss"] = Page(rss(("a", "x")))
    assert reader.titles(site.url + "/rss", allow_private=False) == []
    assert "not public" in reader.problems[0][1]
    assert site.asked == []


def test_a_failing_feed_is_left_alone_longer_each_time(site: Site, reader: Reader) -> None:
    feed = site.url + "/rss"
    for wait in (60, 120, 240):
        reader(feed)
        asked = len(site.paths())
        reader.now += wait - 1
        reader(feed)
        assert len(site.paths()) == asked
        reader.now += 1
    site.pages["/rss"] = Page(rss(("a", "x")))
    assert reader.titles(feed) == ["a"]
    with FeedState(reader.path) as state:
        assert state.status(feed).failures == 0


@pytest.mark.parametrize(
    ("page", "wait"),
    [
        (Page(status=503, headers={"Retry-After": "900"}), 900),
        (Page(status=429, headers={"Retry-After": "900"}), 900),
        (Page(rss(("a", "x"), extra="<ttl>15</ttl>")), 900),
    ],
)
def test_what_a_feed_asks_for_is_honoured(site: Site, reader: Reader, page: Page, wait: int) -> None:
    site.pages["/rss"] = page
    reader(site.url + "/rss")
    reader.now += wait - 1
    reader(site.url + "/rss")
    assert len(site.paths()) == 1
    reader.now += 2
    reader(site.url + "/rss")
    assert len(site.paths()) == 2


def test_full_text_where_the_feed_holds_a_summary(site: Site, reader: Reader) -> None:
    page = "<html><body><p>Größer: the whole story.</p></body></html>"
    site.pages |= {
        "/rss": Page(rss(("plain", "x"), ("long", LONG), ("gone", "x"), ("pdf", "x"))),
        "/news/plain": Page(page.encode("latin-1"), {"Content-Type": "text/html; charset=iso-8859-1"}),
        "/news/pdf": Page(b"%PDF-1.7", {"Content-Type": "application/pdf"}),
    }
    found = {f.article["title"]: f.article for f in reader(site.url + "/rss", full_text=True)}

    assert (found["plain"]["html"], found["plain"]["text"]) == (page, None)
    assert found["long"]["html"] == LONG
    assert found["gone"]["text"] == found["pdf"]["text"] == "x"
    assert sorted(site.paths()) == ["/news/gone", "/news/pdf", "/news/plain", "/rss"]
    assert sorted(address.rpartition("/")[2] for address, _ in reader.problems) == ["gone", "pdf"]


def test_no_page_is_fetched_unless_asked_for(site: Site, reader: Reader) -> None:
    site.pages["/rss"] = Page(rss(("a", "x")))
    reader(site.url + "/rss")
    assert site.paths() == ["/rss"]


def test_robots_hold_for_pages_too(site: Site, reader: Reader) -> None:
    site.pages |= {
        "/robots.txt": Page("User-agent: *\nDisallow: /news/\n"),
        "/rss": Page(rss(("a", "x"))),
        "/news/a": Page(LONG),
    }
    (found,) = reader(site.url + "/rss", full_text=True)
    assert found.article["text"] == "x"
    assert "robots.txt" in reader.problems[0][1]


def test_a_title_alone_is_its_own_text(site: Site, reader: Reader) -> None:
    site.pages["/rss"] = Page(rss(("headline", "")))
    (found,) = reader(site.url + "/rss")
    assert (found.article["title"], found.article["text"]) == (None, "headline")


def test_what_was_seen_is_bounded(site: Site, reader: Reader) -> None:
    feed = site.url + "/rss"
    for number in range(12):
        site.pages["/rss"] = Page(rss(*((str(n), "x") for n in range(number, number - 3, -1))))
        assert len(reader(feed, seen_per_feed=5)) == (3 if number == 0 else 1)
        reader.now += 60
    with FeedState(reader.path) as state:
        assert state._database.execute("SELECT count(*) FROM seen").fetchone()[0] <= 6


def test_what_is_still_in_the_feed_is_never_forgotten(site: Site, reader: Reader) -> None:
    site.pages["/rss"] = Page(rss(("a", "x"), ("b", "x")), {"ETag": '"v1"'})
    assert len(reader(site.url + "/rss", seen_per_feed=1)) == 2
    for _ in range(3):
        reader.now += 60 * 86_400
        assert reader(site.url + "/rss", seen_per_feed=1) == []
    site.pages["/rss"].headers["ETag"] = '"v2"'
    assert reader(site.url + "/rss", seen_per_feed=1) == []


def test_what_left_the_feed_is_forgotten_in_time(site: Site, reader: Reader) -> None:
    site.pages["/rss"] = Page(rss(("a", "x")))
    reader(site.url + "/rss")
    reader.now += 91 * 86_400
    site.pages["/rss"] = Page(rss(("b", "x")))
    reader(site.url + "/rss")
    site.pages["/rss"] = Page(rss(("a", "x")))
    assert reader.titles(site.url + "/rss") == ["a"]


def test_a_state_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"not a database" * 100)
    with pytest.raises(ConnectorError, match="no feed state"):
        FeedState(tmp_path / "state")
    with pytest.raises(ConnectorError, match="can't be opened"):
        FeedState(tmp_path)


def test_a_confirmation_out_of_turn_is_kept(tmp_path: Path) -> None:
    with FeedState(tmp_path / "feeds.sqlite") as state:
        state.confirm("f", b"k", 1.0)
        assert state.unseen("f", [b"k", b"l"], 2.0) == {b"l"}
        assert state.status("f") == FeedStatus()
