"""Which feeds to read: addresses, text files with one a line, and OPML files."""

import codecs
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from connectors.errors import ConnectorError


def feed_addresses(arguments: Iterable[str]) -> list[str]:
    """The feeds that `arguments` name, each once, in order.

    An argument that starts with ``http://`` or ``https://`` is a feed; any other is a file: OPML, or one
    address a line, empty lines and lines that start with ``#`` left out. Raises ConnectorError for a file that
    can't be read, names no feed, or holds a line that is no address.
    """
    found: dict[str, None] = {}
    for argument in arguments:
        found |= dict.fromkeys([argument] if _is_address(argument) else _listed(argument))
    return list(found)


def _is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _listed(name: str) -> list[str]:
    try:
        content = Path(name).read_bytes()
    except OSError as error:
        message = f"{name} is no address (http://, https://) and can't be read as a list: {error.strerror}"
        raise ConnectorError(message) from error
    outlined = content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")
    addresses = _outlined(name, content) if outlined else _lines(name, content)
    if not addresses:
        raise ConnectorError(f"{name} names no feed")
    return addresses


def _lines(name: str, content: bytes) -> list[str]:
    lines = [line.strip() for line in content.decode("utf-8-sig", "replace").splitlines()]
    addresses = [line for line in lines if line and not line.startswith("#")]
    for address in addresses:
        if not _is_address(address):
            raise ConnectorError(f"{name} holds {ascii(address)[:80]}, which is no http or https address")
    return addresses


def _outlined(name: str, content: bytes) -> list[str]:
    """The ``xmlUrl`` of each outline of an OPML file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ConnectorError(f"{name} is no OPML file: {error.msg}") from error
    given = [outline.get("xmlUrl", "").strip() for outline in root.iter("outline")]
    return [address for address in given if _is_address(address)]
