"""Files in and out: source records from JSON lines, text, HTML and Avro files; records into Avro files."""

import codecs
import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import fastavro
from fastavro.write import Writer

from connectors.errors import ConnectorError
from connectors.records import Headers, Origin, SourceRecord

STANDARD_INPUT = "-"
_LINES = (".jsonl", ".ndjson")
_CONTENT_TYPES = {
    ".html": b"text/html",
    ".htm": b"text/html",
    ".xhtml": b"text/html",
    ".txt": b"text/plain",
}
_AVRO_MAGIC = b"Obj\x01"


def read_files(names: Sequence[str], max_record_bytes: int = 10_000_000) -> Iterator[SourceRecord]:
    """The records of each file in turn; ``-`` is standard input.

    A record a line from ``.jsonl`` and ``.ndjson`` (empty lines are none), a record each from an Avro object
    container, and all of a ``.txt`` or HTML file as one. Other files are recognised by their first bytes:
    Avro, JSON lines if the first line starts an object and goes on, else one record, unless they are empty.
    The origin is the name as given, partition 0 and the number of the line or record, from 0. Of a record of
    more than `max_record_bytes` no more than one byte too many is read. A file has no time: `timestamp_ms` is
    -1. Raises ConnectorError for a file that can't be read.
    """
    for name in names:
        try:
            with ExitStack() as stack:
                source = (
                    _standard_input() if name == STANDARD_INPUT else stack.enter_context(open(name, "rb"))
                )
                yield from _linked(name, _values(name, source, max_record_bytes))
        except OSError as error:
            raise ConnectorError(f"{name} can't be read: {error.strerror or error}") from error


def _standard_input() -> BufferedReader:
    stream: Any = sys.stdin.buffer
    return stream if isinstance(stream, BufferedReader) else BufferedReader(stream)


def _linked(name: str, values: Iterator[tuple[int, bytes, Headers]]) -> Iterator[SourceRecord]:
    topic = "stdin" if name == STANDARD_INPUT else name
    link = -1
    for number, value, headers in values:
        yield SourceRecord(Origin(topic, 0, number), link, -1, None, value, headers)
        link = number + 1


def _values(name: str, source: BufferedReader, limit: int) -> Iterator[tuple[int, bytes, Headers]]:
    suffix = Path(name).suffix.lower()
    if suffix in _LINES:
        return _lines(source, source.readline(limit + 1), limit)
    if suffix in _CONTENT_TYPES:
        return iter([(0, source.read(limit + 1), (("content-type", _CONTENT_TYPES[suffix]),))])
    if source.peek(len(_AVRO_MAGIC)).startswith(_AVRO_MAGIC):
        return _contained(name, source)
    first = source.readline(limit + 1)
    start = first.removeprefix(codecs.BOM_UTF8).strip()
    if start.startswith(b"{") and start != b"{":
        return _lines(source, first, limit)
    whole = first + source.read(max(0, limit + 1 - len(first)))
    return iter([(0, whole, ())] if whole else [])


def _lines(source: BufferedReader, line: bytes, limit: int) -> Iterator[tuple[int, bytes, Headers]]:
    number = 0
    while line:
        value = line.rstrip(b"\r\n")
        while not line.endswith(b"\n") and (rest := source.readline(limit + 1)):
            line = rest
        if value.strip():
            yield number, value, (("content-type", b"application/json"),)
        number, line = number + 1, source.readline(limit + 1)


def _contained(name: str, source: BufferedReader) -> Iterator[tuple[int, bytes, Headers]]:
    """Each record of a container as a container of its own, so that its schema stays with it."""
    try:
        reader = fastavro.reader(source)
        schema = fastavro.parse_schema(reader.writer_schema)
        for number, record in enumerate(reader):
            out = io.BytesIO()
            fastavro.writer(out, schema, [record])
            yield number, out.getvalue(), (("content-type", b"avro/binary"),)
    except (ValueError, EOFError, KeyError, IndexError, TypeError) as error:
        raise ConnectorError(f"{name} is a broken Avro file: {type(error).__name__}: {error}") from error


class AvroFiles:
    """Avro object container files in a folder, one a schema, named after it. A context manager.

    The files, also those without records, get their names when the context ends without an error; until then,
    and after an error, they end in ``.partial``. Raises ConnectorError if the folder can't be written to.
    """

    def __init__(self, folder: Path, schemas: Mapping[str, Any]) -> None:
        self._folder, self._schemas = folder, schemas
        self._files: dict[str, BinaryIO] = {}
        self._writers: dict[str, Writer] = {}

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for name, schema in self._schemas.items():
                self._files[name] = open(self._path(name, ".partial"), "wb")
                self._writers[name] = Writer(self._files[name], schema, codec="deflate")
        except OSError as error:
            self._close()
            raise ConnectorError(f"{self._folder} can't be written to: {error.strerror or error}") from error
        return self

    def write(self, name: str, record: dict[str, Any]) -> None:
        """Add `record` to the file of schema `name`. Raises ValueError or TypeError if it does not fit."""
        self._writers[name].write(record)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for writer in self._writers.values():
                writer.flush()
        self._close()
        if kind is None:
            for name in self._writers:
                self._path(name, ".partial").replace(self._path(name))

    def _close(self) -> None:
        for file in self._files.values():
            file.close()

    def _path(self, name: str, ending: str = "") -> Path:
        return self._folder / f"{name}.avro{ending}"
