from dataclasses import replace

import apache_beam as beam
import pytest
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.testing.util import assert_that, equal_to

from connectors.records import Origin, SourceRecord
from pipeline.fingerprint.core import fingerprint
from pipeline.group.codec import encode_batch
from pipeline.group.settings import GroupSettings
from pipeline.group.transform import Group, headline
from pipeline.records import Article, Item, Outcome
from tests.pipeline.group.articles import DAM, STRIKE, Stream, edits


def item(offset, text, language="en", **fields):
    article = Article(f"a{offset}", None, text, language=language)
    record = SourceRecord(Origin("t", 0, offset), offset - 1, 1000 * offset, None, b"")
    return Item(record, article, fingerprint(article), **fields)


class Log:
    """A picklable log of the index topic."""

    def __init__(self, *values):
        self.values = values

    def __call__(self):
        return iter(self.values)


def summary(one):
    grouping = one.grouping
    return (
        one.record.origin.offset,
        one.outcome and one.outcome.value,
        grouping and grouping.duplicate_of,
        grouping is not None and grouping.entry is not None,
        one.failure and one.failure.stage,
    )


def run(items, settings, expected):
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        result = pipeline | beam.Create(items, reshuffle=False) | Group(settings) | beam.Map(summary)
        assert_that(result, equal_to(expected))


def test_copies_are_settled_by_language_and_settled_items_pass():
    items = [
        item(0, DAM),
        item(1, edits(DAM, STRIKE)["prefix"]),
        item(2, DAM, language="de"),
        item(3, "", outcome=Outcome.EMPTY),
        item(4, STRIKE),
        Item(item(5, "x").record, Article("a5", text="x", language="en")),
        item(6, edits(STRIKE, DAM)["first half"]),
    ]
    expected = [
        (0, None, None, True, None),
        (1, "DUPLICATE", "a0", True, None),
        (2, None, None, True, None),
        (3, "EMPTY", None, False, None),
        (4, None, None, True, None),
        (5, None, None, False, "group"),
        (6, "DUPLICATE", "a4", True, None),
    ]
    run(items, GroupSettings(), expected)


def test_a_dead_letter_that_was_put_back_is_no_copy_of_its_earlier_try():
    first, again = item(0, DAM), item(1, DAM)
    record = replace(again.record, headers=(("dateline-attempts", b"1"),))
    again = replace(again, article=first.article, record=record)
    copy = replace(item(2, DAM), article=first.article)
    expected = [(0, None, None, True, None), (1, None, None, True, None), (2, "DUPLICATE", "a0", True, None)]
    run([first, again, copy], GroupSettings(), expected)


@pytest.mark.parametrize("max_entries", [1_000_000, 7])
def test_log_is_loaded_before_the_first_decision(max_entries):
    stream = Stream()
    stream.give(DAM)
    stream.give(STRIKE)
    log = Log(encode_batch(stream.entries[:1]), encode_batch(stream.entries[1:]))
    items = [item(0, DAM), item(9, STRIKE), item(10, DAM, language="fr")]
    expected = [
        (0, None, None, False, None),
        (9, "DUPLICATE", "a1", True, None),
        (10, None, None, True, None),
    ]
    run(items, GroupSettings(max_entries=max_entries, log=log), expected)


def test_headline_is_the_title_or_how_the_text_begins():
    assert headline(Article("a", "Title", "Text.")) == "Title"
    assert headline(Article("a", None, "First line.\nSecond.")) == "First line."
    long = headline(Article("a", None, "word " * 100))
    assert long is not None
    assert long.endswith("word...")
    assert len(long) <= 123
    assert headline(Article("a", None, "")) is None
