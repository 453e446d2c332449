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
_SAMPLE_BYTES = 65_536


def content_type(header: str) -> tuple[str, str | None]:
    """Media type and charset of a content-type header, both in lower case; ("", None) if it is none."""
    message = Message()
    message["content-type"] = " ".join(header.split())
    if not re.fullmatch(r"[^\s/;]+/[^\s/;]+", header.partition(";")[0].strip()):
        return "", None
    charset = message.get_param("charset")
    return message.get_content_type(), charset.lower() if isinstance(charset, str) else None


def codec_of(label: str | None) -> str | None:
    """The codec to read the declared encoding `label` with; None if no web page is written in it."""
    try:
        return _codecs().get(codecs.lookup(label or "").name)
    except (LookupError, ValueError):
        return None


def page_text(content: bytes, declared: str | None) -> str | None:
    """The characters of a web page in whatever encoding; None if it is not text.

    The first that reads every byte: a byte order mark, the encoding `declared` where the page came from, the
    page's own declaration, UTF-8. If none does, the encoding that the bytes look like, damaged ones replaced.
    """
    own = _DECLARATION.search(content[:_DECLARED_WITHIN])
    marked = next((codec for bom, codec in _BOMS if content.startswith(bom)), None)
    # A declaration that could be read as bytes is not in UTF-16.
    claimed = [codec_of(own[1].decode("ascii")) if own and b"utf-16" not in own[1].lower() else None]
    for codec in (marked, codec_of(declared), *claimed, "utf-8"):
        if codec is not None:
            try:
                return content.decode(codec)
            except UnicodeDecodeError:
                continue
    return _guessed(content)


def _guessed(content: bytes) -> str | None:
    sample = content[:_SAMPLE_BYTES]
    if len(content) > _SAMPLE_BYTES:
        sample = sample[: max(map(sample.rfind, (b">", b"\n", b" "))) + 1] or sample
    candidates = sorted(codec for codec in {*_codecs().values()} if not codec.startswith("utf"))
    best = charset_normalizer.from_bytes(sample, cp_isolation=candidates).best()
    if best is None:
        return None
    # Where the sample is plain ASCII the guess is UTF-8, which the whole is not; browsers take Windows-1252.
    codec = codec_of(best.encoding)
    return content.decode("cp1252" if codec in (None, "utf-8-sig") else codec, "replace")


@functools.cache
def _codecs() -> dict[str, str]:
    lines = resources.files(__package__).joinpath("charsets.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {codecs.lookup(name).name: codec for name, codec in pairs}
