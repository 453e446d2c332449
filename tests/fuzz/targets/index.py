"""Records of the index topic: what grouping reads back after a restart."""

import schemas
from pipeline.fingerprint import sketch, terms
from pipeline.group.codec import current, decode_batch, encode_batch
from pipeline.records import IndexEntry
from tests.fuzz.properties import in_time

_RELEASED = [schemas.fingerprint_of(text).encode() for text in schemas.released(schemas.INDEX_BATCH).values()]


def check(data: bytes) -> None:
    """Bytes are a batch or are refused at once; a batch is written back as it was read."""
    for written_in in (None, *_RELEASED):
        with in_time():
            try:
                entries = decode_batch(current(data, written_in))
            except Exception:
                continue
        written = encode_batch(entries)  # compared as bytes: a similarity that is no number equals nothing
        assert encode_batch(decode_batch(written)) == written
        for entry in entries:
            check_entry(entry)


def check_entry(entry: IndexEntry) -> None:
    """What an entry is compared by is read, or refused as no such thing."""
    for read in (lambda: sketch.decode(entry.sketch, entry.details), lambda: terms.decode(entry.terms)):
        try:
            read()
        except ValueError:
            continue
