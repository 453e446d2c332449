"""Bad records through the whole pipeline: each has its outcome, its bytes untouched, and the stream goes on."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from deploy.kafka.broker import Broker
from tests.outcomes import Books, books, create_topics, producing, start_run

GOOD = {
    "title": "Ministers meet in Oslo",
    "text": "The foreign ministers of Norway and Japan met in Oslo on Tuesday. They signed a fishing pact.",
    "published_at": "2025-03-04T10:00:00Z",
}


@dataclass(frozen=True)
class Case:
    """A record, and what it must lead to."""

    name: str
    value: bytes | None
    outcome: str
    headers: tuple[tuple[str, bytes], ...] = ()


def json_of(**changes: object) -> bytes:
    """The good article, changed."""
    return json.dumps(GOOD | changes).encode()


def deep_html(depth: int) -> bytes:
    """A page of nested elements."""
    return b"<html><body>" + b"<div>" * depth + b"deep" + b"</div>" * depth + b"</body></html>"


AVRO = (("content-type", b"avro/binary"),)
HTML = (("content-type", b"text/html"),)
CASES = (
    Case("good", json_of(), "EXTRACTED"),
    Case("not utf-8", b'{"title": "\xff\xfe", "text": "\xff"}', "decode:NOT_DECODABLE"),
    Case("truncated", json_of()[:60], "decode:NOT_DECODABLE"),
    Case("wrong type", json_of(text=["a", "list"]), "decode:WRONG_TYPE"),
    Case("unknown schema", b"\x00\x00\x00\x30\x39abc", "decode:UNKNOWN_SCHEMA", AVRO),
    Case("avro that ends early", b"\x02\x06ab", "decode:NOT_DECODABLE", AVRO),
    Case("html bomb", deep_html(100_000), "clean:TOO_LARGE", HTML),
    Case("text over the limit", json_of(text="An envoy left. " * 20_000), "clean:TOO_LARGE"),
    Case("no text", json.dumps({"id": "x"}).encode(), "decode:NO_CONTENT"),
    Case("tombstone", None, "decode:NO_CONTENT"),
    Case("empty text", json_of(title=None, text="  \n "), "EMPTY"),
    Case("absurd date", json_of(published_at="0000-99-99"), "decode:WRONG_TYPE"),
    Case("null bytes", json_of(text="The envoy of Ghana\x00 met the king of Norway in Oslo."), "EXTRACTED"),
    Case("long word", json_of(text="a" * 150_000), "EXTRACTED|clean:TOO_LARGE|UNSUPPORTED_LANGUAGE|EMPTY"),
    Case(
        "right to left",
        json_of(text="\u202eThe envoy of Peru met the queen\u202c of Spain in Lima.\u200f"),
        "EXTRACTED",
    ),
    Case(
        "header without value",
        json_of(text="Kenya sent aid to Chad."),
        "EXTRACTED",
        (("content-type", b""),),
    ),
    Case("last", json_of(text="Police arrested two men in Accra on Friday."), "EXTRACTED"),
)


@pytest.fixture(scope="module")
def ended() -> Books:
    """The books after all cases, produced in order to one partition."""
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        with producing(address) as producer:
            for case in CASES:
                key, headers = case.name.encode(), list(case.headers)
                producer.send("articles", case.value, key=key, headers=headers, partition=0)
        assert start_run(address, "--until-caught-up").wait(200) == 0
        return books(address)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number].name)
def test_each_record_has_its_outcome(ended: Books, number: int) -> None:
    case = CASES[number]
    (outcome,) = ended.outcomes["articles", 0, number]
    assert outcome in case.outcome.split("|")


@pytest.mark.parametrize("field", ["value", "key", "headers"])
def test_dead_letters_keep_what_came(ended: Books, field: str) -> None:
    read: dict[str, Callable[[Case], object]] = {
        "value": lambda case: case.value,
        "key": lambda case: case.name.encode(),
        "headers": lambda case: [{"name": name, "value": value} for name, value in case.headers],
    }
    for letter in ended.dead_letters:
        case = CASES[letter["origin"]["offset"]]
        assert letter[field] == read[field](case), case.name
        assert letter["error"], case.name
