"""One HTTP request, within limits of address, size and time."""

import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Self

import httpcore
import httpx

from connectors.feeds.addresses import PrivateAddressError
from connectors.feeds.network import Deadline, GuardedBackend
from connectors.feeds.settings import FeedSettings

_LONGEST_WAIT = 86_400.0
_GZIP = ("gzip", "x-gzip")


class FetchError(Exception):
    """A page that can't be had. `retry_after`: the seconds that the server asks to be left alone, if it does."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of any status; header names are in lower case, the content is unpacked."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    @property
    def retry_after(self) -> float | None:
        """Seconds for which the server asks to be left alone, a day at most."""
        return _seconds(self.headers.get("retry-after", ""))


class Fetcher:
    """Makes requests over connections that it keeps. Proxies are not used: they would resolve hosts unchecked."""

    def __init__(self, settings: FeedSettings) -> None:
        self._settings = settings
        self._deadline = Deadline()
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=10,
            keepalive_expiry=30.0,
            network_backend=GuardedBackend(self._deadline, settings.allow_private),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def get(self, url: str, headers: Mapping[str, str], limit: int) -> Answer:
        """The answer to GET `url`, redirects not followed.

        Raises FetchError: no http or https address, no connection, a private address, no whole answer in time,
        more than `limit` bytes as sent or unpacked, or no proper HTTP.
        """
        target = _target(url)
        sent = {"User-Agent": self._settings.user_agent, "Accept-Encoding": "gzip", **headers}
        self._deadline.start(self._settings.answer_seconds)
        try:
            with self._pool.stream("GET", target, headers=list(sent.items())) as response:
                received = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
                encoding = received.get("content-encoding", "").strip().lower()
                content = _content(response.iter_stream(), encoding, limit)
                return Answer(url, response.status, received, content)
        except PrivateAddressError as error:
            raise FetchError(f"{error}: --allow-private reads it") from error
        except httpcore.TimeoutException as error:
            message = f"no whole answer within {self._settings.answer_seconds:g} s"
            raise FetchError(message) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise FetchError(f"the connection failed: {str(error) or type(error).__name__}") from error


def _target(url: str) -> httpcore.URL:
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"not a web address: {ascii(url)[:100]}") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError(f"not an http or https address: {ascii(url)[:100]}")
    return httpcore.URL(
        scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path
    )


def _content(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    if encoding not in ("", "identity", *_GZIP):
        raise FetchError(f"the answer is packed as {ascii(encoding)[:40]}, which was not asked for")
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if encoding in _GZIP else None
    content, sent = bytearray(), 0
    for chunk in chunks:
        sent += len(chunk)
        try:
            content += inflater.decompress(chunk, limit + 1 - len(content)) if inflater else chunk
        except zlib.error as error:
            raise FetchError("the answer is not packed as it says") from error
        if len(content) > limit or sent > limit:
            raise FetchError(f"the answer exceeds {limit} bytes")
    if inflater and content and not inflater.eof:
        raise FetchError("the packed answer ends early")
    return bytes(content)


def _seconds(retry_after: str) -> float | None:
    """Seconds that a Retry-After header means, by RFC 9110 a number or a date."""
    text = retry_after.strip()
    if text.isdecimal() and text.isascii() and len(text) < 10:
        return min(float(text), _LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max(aware.timestamp() - time.time(), 0.0), _LONGEST_WAIT)
