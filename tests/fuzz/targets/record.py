"""A record of the input topic: lines ``name: value`` are its headers, an empty line, then its value."""

from connectors.records import Headers
from tests.fuzz.properties import check_record, in_time, source_record

MOST_HEADERS = 5


def check(data: bytes) -> None:
    """Whatever its headers and bytes, a record becomes an article or a dead letter with a reason."""
    headers, value = parted(data)
    with in_time():
        check_record(source_record(value, headers))


def parted(data: bytes) -> tuple[Headers, bytes]:
    """Headers and value; without an empty line all is value."""
    head, empty, value = data.partition(b"\n\n")
    lines = head.splitlines() if empty else []
    if len(lines) > MOST_HEADERS or not all(b": " in line for line in lines):
        return (), data
    named = (line.partition(b": ") for line in lines)
    return tuple((name.decode("utf-8", "replace"), text) for name, _, text in named), value
