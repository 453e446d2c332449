"""Unicode, quotes, dashes and white space brought to one form."""

import html
import re
import unicodedata
from itertools import pairwise
from statistics import median

_QUOTES = {"'": "‘’‚‛′´`ʼ", '"': "“”„‟″«»"}
_HYPHENS = "‐‑‒−"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "…": "..."}
_ONE_TO_ONE = str.maketrans(
    {c: plain for plain, fancy in _QUOTES.items() for c in fancy}
    | dict.fromkeys(_HYPHENS, "-")
    | {"―": "—"}
    | _LIGATURES
)
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_EN_DASH_IN_WORD = re.compile(r"(?<=\w)–(?=\w)")
# What stays as it is.
_USUAL = frozenset(map(chr, range(32, 127))).union("\n").difference(map(chr, _ONE_TO_ONE))
_DASH = re.compile(r"[ \t]*–[ \t]*|[ \t]+--+[ \t]+|(?<=\w)--+(?=\w)")
_SPACES = re.compile(r"[^\S\n]+")
_TERMINAL = re.compile(r"""[.!?:;"')\]]$""")

# A word of a natural language is shorter: the longest in use in news are chemical and place names of some 190
# letters. Scripts that write without spaces are let through.
_LONGEST_WORD = 300
_DATA = re.compile(rf"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffef]{{{_LONGEST_WORD},}}")


def normalised(text: str) -> str:
    """`text` in NFC, with plain quotes and dashes, newlines as line ends, and no invisible characters.

    Control and format characters (null, zero-width, direction marks, soft hyphens) and lone surrogates go,
    HTML entities are resolved, and every kind of space is a space.
    """
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(m[0]), text)
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text))
    if odd := set(text) - _USUAL:
        text = text.translate({ord(c): _ONE_TO_ONE.get(ord(c)) or _visible(c) for c in odd})
    if "–" in text or "--" in text:
        text = _DASH.sub(" — ", _EN_DASH_IN_WORD.sub("-", text))
    return text


def _visible(character: str) -> str:
    if character in "\n\t":
        return character
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
    return " " if category == "Zs" else character


def without_data(text: str) -> str:
    """`text` without words of 300 characters and more, such as embedded images: they are no language."""
    if max(map(len, text.split()), default=0) < _LONGEST_WORD:
        return text
    return _DATA.sub(" ", text)


def one_line(text: str) -> str:
    """`text` with each run of white space as one space, and none at the ends."""
    return " ".join(text.split())


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`, each on one line: its lines, unless lines are wrapped at a fixed width."""
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    if _wrapped(lines):
        blocks = "\n".join(lines).split("\n\n")
        lines = [one_line(block) for block in blocks]
    return [line for line in lines if line]


def _wrapped(lines: list[str]) -> bool:
    """Whether blank lines part the paragraphs, and the other lines end where they are full."""
    inner = [a for a, b in pairwise(lines) if a and b]
    blank = sum(not line for line in lines[1:-1])
    if len(inner) < 4 or not blank or max(map(len, lines)) > 100:
        return False
    unfinished = sum(not _TERMINAL.search(line) for line in inner)
    return median(map(len, inner)) >= 45 and unfinished >= 0.6 * len(inner)
