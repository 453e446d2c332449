"""The web as a polite reader sees it: robots.txt respected, no host hurried, redirects followed within limits."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Self
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from connectors.feeds.fetch import Answer, Fetcher, FetchError
from connectors.feeds.settings import FeedSettings

_REDIRECTS = (301, 302, 303, 307, 308)
_MAX_HOSTS = 1_000
_ROBOTS_BYTES = 500_000  # RFC 9309: at least 500 kibibytes are to be parsed; this is close enough to it.
_ROBOTS_SECONDS = 86_400.0  # RFC 9309: not to be kept for more than a day.
_ROBOTS_RETRY_SECONDS = 60.0
_LONGEST_CRAWL_DELAY = 30.0


class DisallowedError(FetchError):
    """The host's robots.txt keeps us from a page."""


class Web:
    """Fetches pages. For one thread; remembers hosts and their rules as long as it lives."""

    def __init__(self, settings: FeedSettings) -> None:
        self._settings = settings
        self._name = settings.user_agent.partition("/")[0]
        self._fetcher = Fetcher(settings)
        self._last: OrderedDict[str, float] = OrderedDict()
        self._robots: OrderedDict[str, tuple[float, RobotFileParser | FetchError]] = OrderedDict()

    def __enter__(self) -> Self:
        self._fetcher.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self._fetcher.__exit__(*exception)

    def get(self, url: str, headers: Mapping[str, str], limit: int) -> Answer:
        """The last answer to GET `url` and the redirects that it leads to.

        Raises FetchError as `Fetcher.get` does, and for too many redirects, and DisallowedError.
        """
        for _ in range(self._settings.max_redirects + 1):
            answer = self._paced(url, headers, limit, self._checked_delay(url))
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            url = _joined(url, answer.headers["location"])
        raise FetchError(f"more than {self._settings.max_redirects} redirects")

    def _checked_delay(self, url: str) -> float:
        """The crawl delay that robots.txt asks for, seconds. Raises DisallowedError if it forbids `url`."""
        rules = self._rules(_origin(url))
        if isinstance(rules, FetchError):
            raise rules
        try:
            allowed = rules.can_fetch(self._name, url)
        except ValueError as error:
            raise FetchError(f"not a web address: {ascii(url)[:100]}") from error
        if not allowed:
            raise DisallowedError(f"robots.txt of {_origin(url)} does not allow {ascii(url)[:200]}")
        return min(float(rules.crawl_delay(self._name) or 0.0), _LONGEST_CRAWL_DELAY)

    def _paced(self, url: str, headers: Mapping[str, str], limit: int, delay: float) -> Answer:
        """The answer to one request, made when the host has had its rest since the last one."""
        origin = _origin(url)
        rest = max(delay, self._settings.host_delay_seconds)
        wait = self._last.get(origin, -rest) + rest - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            return self._fetcher.get(url, headers, limit)
        finally:
            _remember(self._last, origin, time.monotonic())

    def _rules(self, origin: str) -> RobotFileParser | FetchError:
        """The rules of a host, or why they can't be known for now, and so nothing is allowed."""
        expires, rules = self._robots.get(origin, (0.0, None))
        if rules is not None and expires > time.monotonic():
            return rules
        keep = _ROBOTS_SECONDS
        try:
            found: RobotFileParser | FetchError = self._fetched_rules(origin)
        except FetchError as error:
            found, keep = error, _ROBOTS_RETRY_SECONDS
        _remember(self._robots, origin, (time.monotonic() + keep, found))
        return found

    def _fetched_rules(self, origin: str) -> RobotFileParser:
        """By RFC 9309: a robots.txt that the host has not got allows all, one that fails to come nothing."""
        url = f"{origin}/robots.txt"
        for _ in range(self._settings.max_redirects + 1):
            answer = self._fetcher.get(url, {}, _ROBOTS_BYTES)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                break
            url = _joined(url, answer.headers["location"])
        if answer.status >= 500 or answer.status == 429:
            raise FetchError(f"robots.txt of {origin} answers HTTP {answer.status}", answer.retry_after)
        rules = RobotFileParser(url)
        try:
            rules.parse(
                answer.content.decode("utf-8", "replace").splitlines() if answer.status == 200 else []
            )
        except ValueError as error:
            raise FetchError(f"robots.txt of {origin} can't be read") from error
        return rules


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise FetchError(f"not a web address: {ascii(url)[:100]}") from error
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError(f"redirected to what is no web address: {ascii(location)[:100]}") from error


def _remember[T](memory: OrderedDict[str, T], key: str, value: T) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > _MAX_HOSTS:
        memory.popitem(last=False)
