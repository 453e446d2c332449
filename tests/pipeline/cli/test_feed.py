"""``dateline feed`` on a feed served here."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.brokers import messages, new_topic
from tests.pipeline.cli.command import Dateline, Ended

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>
<item><title>Ministers meet in Oslo</title><link>{base}/a.html</link><guid>a</guid>
<pubDate>Tue, 04 Mar 2025 10:00:00 GMT</pubDate><description>Ministers of Norway and Japan met.</description></item>
<item><title>Aid for Chad</title><link>{base}/b.html</link><guid>b</guid>
<pubDate>Wed, 05 Mar 2025 10:00:00 GMT</pubDate><description>Kenya sent aid to Chad.</description></item>
</channel></rss>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a server that serves ``rss.xml``."""
    folder = tmp_path / "served"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        (folder / "rss.xml").write_text(RSS.format(base=base))
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield base
        server.shutdown()
        serving.join()


@pytest.fixture
def feed(dateline: Dateline, tmp_path: Path) -> "partial[Ended]":
    """``dateline feed``, one round."""
    return partial(dateline, "feed", "--once", "--state", str(tmp_path / "seen.sqlite"))


def test_new_entries_become_articles_once(address: str, feed: "partial[Ended]") -> None:
    first = feed("--json", "--allow-private", f"{address}/rss.xml")
    assert first.code == 0
    articles = [json.loads(line) for line in first.out.splitlines()]
    assert {article["title"] for article in articles} == {"Ministers meet in Oslo", "Aid for Chad"}
    assert {article["published_at"] for article in articles} == {
        "2025-03-04T10:00:00Z",
        "2025-03-05T10:00:00Z",
    }
    assert {article["source"] for article in articles} == {"Harbour Wire"}
    assert "2 new articles" in first.err
    again = feed("--json", "--allow-private", f"{address}/rss.xml")
    assert (again.code, again.out) == (0, "")


def test_articles_go_to_a_topic_and_a_broken_feed_stops_nothing(
    address: str, feed: "partial[Ended]", kafka: str
) -> None:
    topic = new_topic(kafka, "articles")
    feeds = (f"{address}/no-such.xml", f"{address}/rss.xml")
    ended = feed("--allow-private", "--bootstrap-servers", kafka, "--topic", topic, *feeds)
    assert ended.code == 0
    assert f"{address}/no-such.xml: HTTP 404" in ended.err
    found = messages(kafka, topic)
    assert {message.key for message in found} == {f"{address}/{page}.html".encode() for page in "ab"}
    assert {json.loads(message.value or b"")["title"] for message in found} == {
        "Ministers meet in Oslo",
        "Aid for Chad",
    }


def test_no_feed_that_can_be_read_is_exit_code_1(address: str, feed: "partial[Ended]") -> None:
    ended = feed("--json", f"{address}/rss.xml")
    assert (ended.code, ended.out) == (1, "")
    assert "--allow-private" in ended.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--json", "--every", "5x", "http://news.example/"), "--every '5x'"),
        (("--json", "/no/such/list"), "/no/such/list"),
        (("http://news.example/",), "no Kafka brokers given"),
    ],
)
def test_wrong_arguments(feed: "partial[Ended]", arguments: tuple[str, ...], message: str) -> None:
    ended = feed(*arguments)
    assert ended.code == 2
    assert message in ended.err
    assert len(ended.err.splitlines()) == 1
