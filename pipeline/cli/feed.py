"""``dateline feed``: news feeds to articles on a topic."""

import json
import re
import time
from collections.abc import Callable, Sequence
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from connectors.records import OutputRecord
from pipeline.cli.console import line, note
from pipeline.cli.table import CLIENT, client_settings, with_options
from pipeline.errors import UsageError
from pipeline.view import jsonable

if TYPE_CHECKING:
    from connectors.feeds import FeedSettings, FeedState, Web

BATCH_ARTICLES = 10  # confirmed together; so many at most are sent again after a sudden end
EPILOG = """
[bold]Examples[/bold]

dateline feed https://news.example/rss.xml --every 5m --full-text --bootstrap-servers localhost:9092

dateline feed feeds.txt subscriptions.opml --bootstrap-servers localhost:9092

dateline feed https://news.example/rss.xml --once --json | dateline extract
"""
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}

Send = Callable[[Sequence[OutputRecord]], object]


@with_options(*CLIENT)
def feed(
    feeds: Annotated[list[str], typer.Argument(help="Addresses; or files with one a line, or OPML.")],
    topic: Annotated[str, typer.Option(metavar="<topic>", help="Topic to put articles on.")] = "articles",
    every: Annotated[
        str, typer.Option(metavar="<time>", help="Time between rounds: 30s, 5m, 2h. A feed may ask for more.")
    ] = "5m",
    once: Annotated[bool, typer.Option("--once", help="One round only.")] = False,
    full_text: Annotated[
        bool, typer.Option("--full-text", help="Fetch the page of an entry of which the feed holds little.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Allow hosts whose addresses are not public.")
    ] = False,
    state: Annotated[
        Path, typer.Option(metavar="<file>", help="Where it is kept which entries have been seen.")
    ] = Path(".dateline/feeds.sqlite"),
    as_json: Annotated[
        bool, typer.Option("--json", help="Write articles to standard output, not to Kafka.")
    ] = False,
    **options: Any,
) -> int:
    """Read RSS, Atom and JSON feeds, and put each new entry on a topic as an article, until Ctrl-C."""
    from connectors.feeds import FeedSettings, FeedState, Web, feed_addresses

    seconds = _seconds(every)
    addresses = feed_addresses(feeds)
    settings = FeedSettings(full_text=full_text, allow_private=allow_private)
    send = _to_stdout if as_json else _to_kafka(options, topic)
    with FeedState(state) as remembered, Web(settings) as web:
        while True:
            failed = read_round(addresses, remembered, settings, topic, send, web)
            if once:
                return 1 if failed.issuperset(addresses) else 0
            time.sleep(seconds)


def read_round(
    addresses: Sequence[str],
    state: "FeedState",
    settings: "FeedSettings",
    topic: str,
    send: Send,
    web: "Web",
) -> set[str]:
    """Read each feed that is due, send what is new, and say how much; the addresses that had a problem."""
    from connectors.feeds import poll

    problems: dict[str, str] = {}

    def report(address: str, problem: str) -> None:
        problems[address] = problem
        note(f"{address}: {problem}", "yellow")

    found = 0
    for articles in batched(poll(addresses, state, settings, web=web, report=report), BATCH_ARTICLES):
        send([record(topic, article.article) for article in articles])
        for article in articles:
            state.confirm(article.feed, article.key, time.time())
        found += len(articles)
    note(f"{found} new article{'' if found == 1 else 's'}", "dim")
    return set(problems)


def record(topic: str, article: dict[str, Any]) -> OutputRecord:
    """`article`, in the fields of schema ``Article``, as JSON for `topic`; keyed by its address."""
    said = {name: value for name, value in jsonable(article).items() if value is not None}
    key = str(article["url"]).encode() if article["url"] else None
    value = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    return OutputRecord(topic, key, value, (("content-type", b"application/json"),))


def _to_stdout(records: Sequence[OutputRecord]) -> None:
    for sent in records:
        line((sent.value or b"").decode())


def _to_kafka(options: dict[str, Any], topic: str) -> Send:
    from connectors.kafka.admin import check_topics
    from connectors.kafka.log import produce

    settings = client_settings(options, "dateline-feed")
    check_topics(settings, [topic])
    return lambda records: produce(settings, records)


def _seconds(text: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd])", text.strip())
    if not match or float(match[1]) <= 0:
        raise UsageError(f"--every {text!r} is not a time such as 30s, 5m or 2h")
    return float(match[1]) * _UNITS[match[2]]
