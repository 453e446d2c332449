from connectors.records import Origin, SourceRecord
from pipeline.clean.core import CleanSettings
from pipeline.clean.transform import Clean
from pipeline.errors import Reason
from pipeline.records import Article, Failure, Item, Outcome


def item(offset, article, **fields):
    return Item(SourceRecord(Origin("t", 0, offset), offset - 1, 0, None, b""), article, **fields)


def summary(one):
    return one.record.origin.offset, one.outcome, one.failure and (one.failure.stage, one.failure.reason)


def test_each_item_gets_what_it_deserves():
    broken = Failure("decode", Reason.NOT_DECODABLE, "not JSON")
    items = [
        item(
            0, Article("a", text="The minister travelled to the capital on Tuesday, her office said there.")
        ),
        item(1, Article("b", text="")),
        item(2, Article("c", text="word " * 100_000)),
        item(3, None, failure=broken),
    ]
    expected = [
        (0, None, None),
        (1, Outcome.EMPTY, None),
        (2, None, ("clean", Reason.TOO_LARGE)),
        (3, None, ("decode", Reason.NOT_DECODABLE)),
    ]
    assert [summary(one) for one in Clean(CleanSettings())(items)] == expected
