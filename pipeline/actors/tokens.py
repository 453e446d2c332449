"""A noun phrase as tokens that keep what matters for names: case, possessives and breaks."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": " - ", "—": " - "})
# Letters that have no accent to take away.
_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ð": "d"}
)
_TOKEN = re.compile(r"[^\s,;:()\[\]\"]+|[,;:()\[\]]")
_EX = re.compile(r"\b[Ee]x-(?=\w)")
_INITIALS = re.compile(r"(?:[A-Za-z]\.){2,}$")
_EDGES = ".!?*_«»'"


@dataclass(frozen=True, slots=True)
class Token:
    """A word: as written, its key for look-ups, and the case, possessive and break that it carries."""

    text: str
    key: str
    capital: bool
    upper: bool
    possessive: bool
    breaks: bool  # punctuation stands before it: what follows is an aside or apposition


def fold(text: str) -> str:
    """Lower case, without accents: the form under which names are looked up."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.translate(_PLAIN)
    return text.lower()


def tokens(phrase: str) -> list[Token]:
    """The words of `phrase`, in order."""
    out: list[Token] = []
    breaks = False
    for match in _TOKEN.finditer(_EX.sub("ex ", phrase.translate(_QUOTES))):
        word = match.group()
        if word in ",;:()[]" or word == "-":
            breaks = bool(out)
            continue
        token = _token(word, breaks)
        if token:
            out.append(token)
            breaks = False
    return out


@lru_cache(maxsize=10_000)
def _token(word: str, breaks: bool) -> Token | None:
    possessive = False
    if word.endswith(("'s", "'S")):
        word, possessive = word[:-2], True
    elif word.endswith(("s'", "S'")):
        word, possessive = word[:-1], True
    if _INITIALS.match(word):
        word = word.replace(".", "")
    word = word.strip(_EDGES) if word != "'" else ""
    if not word:
        return None
    return Token(
        word, fold(word), word[0].isupper() or any(map(str.isupper, word)), word.isupper(), possessive, breaks
    )


@lru_cache(maxsize=10_000)
def key_of(name: str) -> str:
    """The key under which `name` is looked up: the keys of its tokens, joined by blanks."""
    return " ".join(token.key for token in tokens(name))
