"""Plain records that connectors take and give, whatever the transport."""

from dataclasses import dataclass, field

Headers = tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Coordinates of a record in its source."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A record as it was read, untouched.

    `link` is the next offset of the record before it in the partition: what the record must follow.
    The first record after a start carries the committed offset, or -1 if there is none, so that
    holes left by compaction and transaction markers need no special case.
    `replayed` marks a record below the committed offset: it has its outcome already, and is read
    again only because an engine restored an older position.
    """

    origin: Origin
    link: int
    timestamp_ms: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class OutputRecord:
    """A record to be written."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Committable:
    """All that one source record leads to, to be written together with its offset.

    `memo` is an encoded note that the sink gathers over a whole transaction and hands to the
    `gather` function it was given, which turns the notes into further output records.
    """

    origin: Origin
    link: int
    outputs: tuple[OutputRecord, ...] = field(default=())
    memo: bytes | None = None
