"""Inputs for the target `growth`: pieces of what is read, repeated in the places where patterns look for them."""

import codecs
import random
from collections.abc import Iterator
from pathlib import Path

TOKENS = Path(__file__).with_name("tokens.dict")
_RSS = b"<rss version='2.0'><channel><item><title>a</title>"
_JSON_LD = b'<html><head><script type="application/ld+json">{"datePublished": "'
PLACES = (
    *(b"text\n" + before for before in (b"t\n", b"", b"t\nLIMA, March 3 (")),
    *(
        b"page\n" + before
        for before in (b"<p>", b"<html><body><article><p>", b"<html><head><title>", _JSON_LD)
    ),
    *(
        b"page\n<html><head>" + before
        for before in (b"<meta name='date' content='", b"<meta name='author' content='")
    ),
    *(b"feed\n" + before for before in (b"", b"<rss version='2.0'><channel>", _RSS + b"<pubDate>")),
    *(b"feed\n" + _RSS + before for before in (b"<description><![CDATA[", b"<link>")),
    *(
        b"record\n" + before
        for before in (b"", b'{"text": "', b'{"text": "a", "published_at": "', b"content-type: ")
    ),
)
SIGNS = tuple(bytes([byte]) for byte in b"aA1.,-'\"()[]{}<>&;:/=@|\\ \n\t")
ENDS = (b"", b"x", b"</p>", b'"}', b"\n", b">")


def pumps(count: int, chance: random.Random) -> Iterator[bytes]:
    """`count` inputs, each of one to three pieces in one place."""
    pieces = (*tokens(), *SIGNS)
    for _ in range(count):
        repeated = b"".join(chance.choices(pieces, k=chance.choice((1, 1, 2, 3))))
        yield b"\x1e".join((chance.choice(PLACES), repeated.replace(b"\x1e", b""), chance.choice(ENDS)))


def tokens() -> list[bytes]:
    """The entries of the fuzzer's dictionary."""
    lines = TOKENS.read_text(encoding="utf-8").splitlines()
    return [codecs.escape_decode(line[1:-1])[0] for line in lines if line.startswith('"')]  # type: ignore[attr-defined]
