"""A feed as its server sends it: RSS, RDF, Atom, JSON Feed."""

from itertools import islice
from pathlib import Path
from typing import Any

from connectors.feeds import FeedSettings, FeedState, poll
from connectors.feeds.fetch import Answer
from pipeline.cli.feed import record
from tests.fuzz.properties import check_record, in_time, source_record

URL = "https://paper.example/news/feed.xml"
MOST_ENTRIES = 5


class _Web:
    """A web whose every page is `content`."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def get(self, url: str, *_: Any) -> Answer:
        return Answer(url, 200, {"etag": '"1"'}, self._content)


def check(data: bytes) -> None:
    """A feed is read or reported as none; what is sent of its entries are records that Dateline reads itself."""
    reported: list[str] = []
    with FeedState(Path(":memory:")) as state, in_time():
        web: Any = _Web(data)
        found = poll([URL], state, FeedSettings(), web=web, report=lambda _, said: reported.append(said))
        articles = [found_article.article for found_article in islice(found, MOST_ENTRIES)]
    assert not reported or (reported[0].startswith("not a feed: ") and len(reported[0].splitlines()) == 1)
    for article in articles:
        assert article["url"] is None or article["url"].startswith(("http://", "https://"))
        sent = record("articles", article)
        check_record(source_record(sent.value or b"", sent.headers))
