"""``dateline demo``: sample articles, or a feed, through the whole pipeline on a broker of its own."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from connectors.records import OutputRecord, SourceRecord
from pipeline import samples
from pipeline.cli.console import Bar, bar, out, quiet
from pipeline.cli.feed import read_round
from pipeline.cli.run import arguments
from pipeline.cli.show import is_told_better, print_event
from pipeline.cli.table import namespace
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from connectors.kafka.settings import KafkaSettings
    from pipeline.cli.books import Books

INPUT, OUTPUTS = "articles", ("events", "articles-enriched", "articles-dead-letter")
EPILOG = """
[bold]Examples[/bold]

dateline demo

dateline demo --feed https://news.example/rss.xml
"""


def demo(
    feed: Annotated[
        str | None, typer.Option(metavar="<url>", help="Take the articles of this feed, not the samples.")
    ] = None,
) -> int:
    """Sample articles in, events out, on a broker in memory that ends with the demo."""
    started = monotonic()
    with quiet():
        from connectors.kafka.admin import create_topics
        from connectors.kafka.embedded import embedded_broker
        from connectors.kafka.log import produce
        from connectors.kafka.settings import KafkaSettings
        from pipeline.cli.books import Books
        from pipeline.run import run as run_graph
        from pipeline.topics import topic_specs

    records = _feed_records(feed) if feed else samples.records(INPUT)
    with embedded_broker() as address:
        settings = KafkaSettings(address, "dateline")
        options = namespace({"bootstrap_servers": address, "until_caught_up": True})
        create_topics(settings, topic_specs(options, partitions=1))
        # In two parts: the embedded broker takes the first record of the last batch for the end of a topic.
        produced = produce(settings, records[:-1]) + produce(settings, records[-1:])
        out.print(f"{produced} articles are on the topic {INPUT}. Their events, as they come:\n")
        books = Books(INPUT, produced)
        with (
            bar("articles done", produced, out) as progress,
            _watching(Watch(books, progress), settings),
            quiet(),  # dead letters are in the summary
        ):
            run_graph(arguments(vars(options)))
    books.print_summary(out, monotonic() - started)
    return 0 if books.close().balanced else 1


def _feed_records(url: str) -> list[OutputRecord]:
    """What is in the feed now. Raises UsageError if that is nothing."""
    from connectors.feeds import FeedSettings, FeedState, Web, feed_addresses

    settings = FeedSettings(allow_private=True)  # the user names this one address, and no page is fetched
    records: list[OutputRecord] = []
    with TemporaryDirectory() as folder, ExitStack() as stack:
        state = stack.enter_context(FeedState(Path(folder) / "feeds.sqlite"))
        web = stack.enter_context(Web(settings))
        read_round(feed_addresses([url]), state, settings, INPUT, records.extend, web)
    if not records:
        raise UsageError(f"the feed {url} gave no articles")
    return records


class Watch:
    """Shows events and keeps the books, each output record once."""

    def __init__(self, books: "Books", progress: Bar) -> None:
        from pipeline.cli.records import reader

        self._books, self._progress = books, progress
        self._read = reader(None)
        self._seen: set[object] = set()

    def take(self, record: SourceRecord) -> None:
        """Show and enter `record`, unless it has been."""
        found = None if record.origin in self._seen else self._read(record)
        if found is None:
            return
        self._seen.add(record.origin)
        self._books.enter(found, record.origin)
        if found.schema == "Event":
            if not is_told_better(found.record):
                print_event(out, found.record)
        else:
            self._progress.step()


@contextmanager
def _watching(watch: Watch, settings: "KafkaSettings") -> Iterator[None]:
    """Output records are watched as they come, and at the end read again, for the last of them."""
    from connectors.kafka.log import follow, read_all

    stop = threading.Event()

    def watch_all() -> None:
        for record in follow(settings, OUTPUTS, "earliest", stop):
            watch.take(record)

    thread = threading.Thread(target=watch_all, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    for topic in OUTPUTS:
        for record in read_all(settings, topic):
            watch.take(record)
