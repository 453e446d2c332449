"""``dateline extract`` as a user calls it: a process with pipes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from avro.datafile import DataFileReader
from avro.io import DatumReader

from tests.pipeline.cli.command import Ended

EXTRACT = (sys.executable, "-m", "pipeline.cli", "extract", "--workers", "1")
TREATY = {
    "id": "treaty",
    "title": "Norway and Japan sign treaty",
    "text": "OSLO, March 4 (Wire) - Norway and Japan signed a treaty in Oslo on Tuesday.",
    "published_at": "2025-03-04T10:00:00Z",
}
ARREST = {"id": "arrest", "text": "Police in Ghana arrested an opposition leader in Accra on Friday."}
GERMAN = {
    "id": "hafen",
    "text": "Der Hafen von Bremen wird im nächsten Jahr ausgebaut, sagte der Senator am Montag.",
}
EMPTY = {"id": "empty", "title": None, "text": " \n "}


def extract(*arguments: str, given: bytes = b"") -> Ended:
    """Run it on standard input."""
    ended = subprocess.run([*EXTRACT, *arguments], input=given, capture_output=True, timeout=120, check=False)
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


@pytest.fixture(scope="module")
def mixed() -> bytes:
    """JSON lines; the third is broken, the last a copy of the first."""
    copy = TREATY | {"id": "copy", "title": "Treaty signed in Oslo"}
    lines = [json.dumps(article).encode() for article in (TREATY, GERMAN, ARREST, EMPTY, copy)]
    return b"\n".join([*lines[:2], b'{"text": "cut sh', *lines[2:]]) + b"\n"


def test_a_line_an_article_in_order_and_a_dead_letter_in_its_place(mixed: bytes) -> None:
    ended = extract(given=mixed)
    assert ended.code == 0
    lines: list[dict[str, Any]] = [json.loads(line) for line in ended.out.splitlines()]
    assert [line["article"]["article_id"] if "article" in line else None for line in lines] == [
        "treaty",
        "hafen",
        None,
        "arrest",
        "empty",
        "copy",
    ]
    outcomes = [line["article"]["outcome"] for line in lines if "article" in line]
    assert outcomes == ["EXTRACTED", "UNSUPPORTED_LANGUAGE", "EXTRACTED", "EMPTY", "DUPLICATE"]
    assert lines[5]["article"]["duplicate_of"] == "treaty"
    letter = lines[2]["dead_letter"]
    assert (letter["stage"], letter["reason"], letter["value"]) == (
        "decode",
        "NOT_DECODABLE",
        '{"text": "cut sh',
    )
    assert ended.err.startswith("stdin:3: decode: ")
    assert len(ended.err.splitlines()) == 1
    arrest = lines[3]["events"][0]
    assert (arrest["event_type"], arrest["mode"]) == ("COERCE", "arrest")
    assert arrest["actors"][0]["country"] == "GHA"


def test_as_is_keeps_the_text() -> None:
    text = "“Peru sent aid to Chile,”  a  spokesman said.\n\nShare this article"
    ended = extract("--as-is", given=json.dumps({"text": text}).encode())
    assert json.loads(ended.out)["article"]["text"] == text


def test_avro_files_are_read_by_apache_avro(mixed: bytes, tmp_path: Path) -> None:
    ended = extract("--avro", str(tmp_path / "out"), given=mixed)
    assert (ended.code, ended.out) == (0, "")

    def read(name: str) -> list[dict[str, Any]]:
        with DataFileReader((tmp_path / "out" / f"{name}.avro").open("rb"), DatumReader()) as reader:
            return list(reader)

    articles, events, letters = read("enriched_article"), read("event"), read("dead_letter")
    assert [article["article_id"] for article in articles] == ["treaty", "hafen", "arrest", "empty", "copy"]
    assert {event["article_id"] for event in events} == {"treaty", "arrest"}
    assert [letter["value"] for letter in letters] == [b'{"text": "cut sh']


def test_files_of_every_kind(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><p>{ARREST['text']}</p></article></body></html>")
    note = tmp_path / "note.txt"
    note.write_text("Kenya sent aid to Chad on Monday.")
    ended = extract(str(page), str(note))
    assert ended.code == 0, ended.err
    assert [json.loads(line)["article"]["text"] for line in ended.out.splitlines()] == [
        ARREST["text"],
        "Kenya sent aid to Chad on Monday.",
    ]
