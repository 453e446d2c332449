"""Settled items as records."""

import io
from datetime import UTC, datetime

import fastavro
import pytest

import schemas
from connectors.records import Origin, SourceRecord
from pipeline.commit import CommitSettings, Topics, committable
from pipeline.encode import FINGERPRINT_HEADER, Encoder
from pipeline.errors import BadRecordError, Reason
from pipeline.records import Article, Item, Outcome
from pipeline.view import jsonable, line

RECORD = SourceRecord(Origin("articles", 3, 7), 7, 1_700_000_000_000, b"key", b"\xffvalue", (("h", None),))
ARTICLE = Article("a-1", title="T", text="Text.", published_at=datetime(2025, 1, 2, 3, tzinfo=UTC))
TOPICS = Topics("events", "enriched", "dead", "index")
SETTINGS = CommitSettings(TOPICS, Encoder(), "model-1", sink=None, limit=lambda _: 10_000)  # type: ignore[arg-type]


def read(schema: str, value: bytes | None) -> dict:
    """An encoded value, decoded."""
    assert value is not None
    return fastavro.schemaless_reader(io.BytesIO(value), schemas.load(schema), None)


def test_an_outcome_becomes_one_record_with_the_source_coordinates() -> None:
    made = committable(Item(RECORD, article=ARTICLE, outcome=Outcome.EMPTY), SETTINGS)
    (output,) = made.outputs
    assert (output.topic, output.key) == ("enriched", b"a-1")
    assert dict(output.headers)[FINGERPRINT_HEADER] == schemas.fingerprint(schemas.ENRICHED_ARTICLE).encode()
    found = read(schemas.ENRICHED_ARTICLE, output.value)
    assert found["outcome"] == "EMPTY"
    assert found["origin"] == {"topic": "articles", "partition": 3, "offset": 7}
    assert found["published_at"] == ARTICLE.published_at
    assert (made.origin, made.link, made.memo) == (RECORD.origin, 7, None)


def test_a_failure_becomes_a_dead_letter_with_the_record_untouched() -> None:
    failed = Item(RECORD).failed("decode", BadRecordError(Reason.WRONG_TYPE, "text is a list"))
    (output,) = committable(failed, SETTINGS).outputs
    letter = read(schemas.DEAD_LETTER, output.value)
    assert output.topic == "dead"
    assert (letter["key"], letter["value"]) == (b"key", b"\xffvalue")
    assert letter["headers"] == [{"name": "h", "value": None}]
    assert (letter["stage"], letter["reason"]) == ("decode", "WRONG_TYPE")
    assert (letter["error"], letter["attempts"]) == ("text is a list", 1)
    assert letter["timestamp"] == datetime.fromtimestamp(1_700_000_000, UTC)


def test_what_does_not_fit_the_schema_becomes_a_dead_letter_of_commit() -> None:
    unfit = Item(RECORD, article=Article("a-1", text=7), outcome=Outcome.EMPTY)  # type: ignore[arg-type]
    (output,) = committable(unfit, SETTINGS).outputs
    assert read(schemas.DEAD_LETTER, output.value)["stage"] == "commit"


@pytest.mark.parametrize(("said", "attempts"), [(b"2", 3), (b"x", 1), (None, 1), (b"9" * 30, 1)])
def test_a_replay_counts_its_attempts(said: bytes | None, attempts: int) -> None:
    record = SourceRecord(Origin("t", 0, 0), -1, -1, None, b"", (("dateline-attempts", said),))
    (output,) = committable(Item(record).failed("clean", ValueError("no")), SETTINGS).outputs
    letter = read(schemas.DEAD_LETTER, output.value)
    assert (letter["attempts"], letter["timestamp"], letter["reason"]) == (attempts, None, "INTERNAL_ERROR")


def test_a_failure_stays_the_first_one() -> None:
    failed = Item(RECORD).failed("decode", BadRecordError(Reason.WRONG_TYPE, "x"))
    assert failed.stepped("clean", lambda item: pytest.fail("a settled item is passed on")) is failed


def test_json_has_the_schema_s_names_and_iso_times() -> None:
    shown = line(Item(RECORD, article=ARTICLE, outcome=Outcome.EMPTY), "model-1")
    assert list(shown["article"]) == [f["name"] for f in schemas.load(schemas.ENRICHED_ARTICLE)["fields"]]
    assert shown["article"]["published_at"] == "2025-01-02T03:00:00Z"
    assert shown["events"] == []
    assert jsonable({"a": [b"\xff", datetime(2025, 1, 2, tzinfo=UTC).date()]}) == {
        "a": ["\\xff", "2025-01-02"]
    }


def test_what_its_topic_does_not_take_becomes_a_dead_letter() -> None:
    large = Item(RECORD, article=Article("a-1", text="x" * 20_000), outcome=Outcome.EMPTY)
    (output,) = committable(large, SETTINGS).outputs
    letter = read(schemas.DEAD_LETTER, output.value)
    assert (letter["stage"], letter["reason"], letter["value"]) == ("commit", "TOO_LARGE", b"\xffvalue")
    assert "topic enriched" in letter["error"]


def test_a_dead_letter_that_is_too_large_leaves_the_value_at_its_origin() -> None:
    record = SourceRecord(Origin("articles", 3, 7), 7, 0, b"key", b"x" * 20_000)
    (output,) = committable(Item(record).failed("decode", ValueError("no")), SETTINGS).outputs
    letter = read(schemas.DEAD_LETTER, output.value)
    assert (letter["key"], letter["value"], letter["headers"]) == (b"key", None, [])
    assert letter["origin"]["offset"] == 7
    assert "still at the origin" in letter["error"]
