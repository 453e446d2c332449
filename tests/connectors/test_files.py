import io
import json
import sys
from pathlib import Path

import fastavro
import pytest

import schemas
from connectors.errors import ConnectorError
from connectors.files import AvroFiles, read_files
from connectors.records import Origin
from pipeline.decode.core import DecodeSettings, decode


def _texts(names: list[str]) -> list[str | None]:
    return [decode(record, DecodeSettings()).text for record in read_files(names)]


def test_json_lines_are_numbered_and_linked(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(b'{"text":"one"}\r\n\n{"text":"three"}')

    records = list(read_files([str(file)]))

    assert [r.origin for r in records] == [Origin(str(file), 0, 0), Origin(str(file), 0, 2)]
    assert [r.link for r in records] == [-1, 1]
    assert {r.timestamp_ms for r in records} == {-1}
    assert [r.value for r in records] == [b'{"text":"one"}', b'{"text":"three"}']


def test_standard_input_takes_lines_or_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for given, texts in (
        (b'{"text":"one"}\n{"text":"two"}\n', ["one", "two"]),
        (b'{\n"text": "pretty"\n}\n', ["pretty"]),
        (b"The president\nwent home.\n", ["The president\nwent home.\n"]),
        (b"", []),
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        assert _texts(["-"]) == texts


def test_a_broken_line_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text":"on\n{"text":"two"}\n')))
    assert [r.value for r in read_files(["-"])] == [b'{"text":"on', b'{"text":"two"}']


def test_text_and_html_files_are_one_record_each(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('{"text": not JSON but text}', encoding="utf-8")
    (tmp_path / "b.html").write_bytes("<p>Grüße".encode("latin-1"))

    text, html = read_files([str(tmp_path / "a.txt"), str(tmp_path / "b.html")])

    assert decode(text, DecodeSettings()).text == '{"text": not JSON but text}'
    assert decode(html, DecodeSettings()).html == "<p>Grüße"


def test_avro_files_give_their_records(tmp_path: Path) -> None:
    file = tmp_path / "news.avro"
    with file.open("wb") as out:
        fastavro.writer(out, schemas.load("article"), [{"text": "one"}, {"text": "two"}], codec="deflate")

    assert _texts([str(file)]) == ["one", "two"]
    assert [r.origin.offset for r in read_files([str(file)])] == [0, 1]


def test_a_line_over_the_limit_is_cut_and_the_next_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_bytes(b"x" * 1000 + b"\n" + b'{"text":"b"}\n' + b"y" * 101 + b"\n")

    values = [r.value for r in read_files([str(file)], max_record_bytes=100)]

    assert values == [b"x" * 101, b'{"text":"b"}', b"y" * 101]


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "broken.avro").write_bytes(b"Obj\x01 and no more")
    for name in ("missing.jsonl", "broken.avro"):
        with pytest.raises(ConnectorError, match=name):
            list(read_files([str(tmp_path / name)]))


def test_avro_out_is_one_file_a_schema(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with AvroFiles(folder, {name: schemas.load(name) for name in ("article", "event")}) as files:
        files.write("article", {"text": "one"})

    with (folder / "article.avro").open("rb") as written:
        assert [r["text"] for r in fastavro.reader(written)] == ["one"]  # type: ignore[index, call-overload]
    with (folder / "event.avro").open("rb") as written:
        assert list(fastavro.reader(written)) == []
    assert sorted(p.name for p in folder.iterdir()) == ["article.avro", "event.avro"]


def test_avro_out_keeps_no_half_file_under_its_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError), AvroFiles(tmp_path, {"article": schemas.load("article")}) as files:
        files.write("article", {"text": 7})
    assert not (tmp_path / "article.avro").exists()


def test_avro_out_needs_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(json.dumps({}))
    with pytest.raises(ConnectorError, match="can't be written to"), AvroFiles(tmp_path / "file", {}):
        pass
