"""From the bytes of a text or a web page to its characters."""

import codecs
import functools
import re
from email.message import Message
from importlib import resources

import charset_normalizer

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Browsers look for a page's own declaration in its first 1,024 bytes (HTML Standard, "prescan a byte
# stream"); many pages declare it later.
_DECLARED_WITHIN = 8_192
_DECLARATION = re.compile(
    rb"""<(?:meta\b[^>]{0,500}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
# The time to find the parameters grows with the square of the length.
_LONGEST_HEADER = 1_000
_LEAD_BYTES, _SAMPLE_BYTES = 1_000, 65_536


def content_type(header: str) -> tuple[str, str | None]:
    """Media type and charset of a content-type header, both in lower case; ("", None) if it is none."""
    header = header[:_LONGEST_HEADER]
    message = Message()
    message["content-type"] = " ".join(header.split())
    if not re.fullmatch(r"[^\s/;]+/[^\s/;]+", header.partition(";")[0].strip()):
        return "", None
    charset = message.get_param("charset")
    return message.get_content_type(), charset.lower() if isinstance(charset, str) else None


def codec_of(label: str | None) -> str | None:
    """The codec to read the declared encoding `label` with; None if no web page is written in it."""
    try:
        return _table()[0].get(codecs.lookup(label or "").name)
    except (LookupError, ValueError):
        return None


def page_text(content: bytes, declared: str | None) -> str | None:
    """The characters of a web page in whatever encoding; None if it is not text.

    The first that reads every byte: a byte order mark, the encoding `declared` where the page came from, the
    page's own declaration, UTF-8. If none does, the encoding that the bytes look like, U+FFFD for what it
    can't read.
    """
    own = _DECLARATION.search(content[:_DECLARED_WITHIN])
    marked = next((codec for bom, codec in _BOMS if content.startswith(bom)), None)
    # A declaration that could be read as bytes is not in UTF-16.
    claimed = [codec_of(own[1].decode("ascii")) if own and b"utf-16" not in own[1].lower() else None]
    for codec in (marked, codec_of(declared), *claimed):
        if codec is not None:
            try:
                return content.decode(codec)
            except UnicodeDecodeError:
                continue
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _damaged(content) or _guessed(content, error.start)


def _damaged(content: bytes) -> str | None:
    """`content` as UTF-8 if that reads more characters beyond ASCII than it fails to read."""
    text = content.decode("utf-8", "replace")
    beyond, failed = len(text) - len(text.encode("ascii", "ignore")), text.count("\ufffd")
    return text if beyond > 2 * failed else None


def _guessed(content: bytes, start: int) -> str | None:
    """`content` in the encoding that it looks like from `start` on, where it first is not UTF-8."""
    sample = content[max(0, start - _LEAD_BYTES) :][:_SAMPLE_BYTES]
    if len(content) > start + _SAMPLE_BYTES:
        sample = sample[: max(map(sample.rfind, (b">", b"\n", b" "))) + 1] or sample
    best = charset_normalizer.from_bytes(sample, cp_isolation=_table()[1]).best()
    return content.decode(best.encoding, "replace") if best else None


@functools.cache
def _table() -> tuple[dict[str, str], list[str]]:
    """Codecs by Python's name of the declared encoding, and those that are worth guessing."""
    lines = resources.files(__package__).joinpath("charsets.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    by_name = {codecs.lookup(name).name: codec for name, codec, _ in rows}
    return by_name, sorted({codec for _, codec, guess in rows if guess == "yes"})
