"""Place names in the form by which they are looked up."""

import re
import unicodedata
from functools import lru_cache

OWN, ALTERNATE, DEMONYM = 0, 1, 2
"""How a name names its place: as its usual name, as another one, as the name of its people."""

_SHORT = {"saint": "st", "sainte": "ste", "ft": "fort", "mt": "mount"}
_DROPPED = re.compile(r"[.'’‘ʼ`]")
_SPACING = re.compile(r"[\W_]+")


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """`name` without case, accents, punctuation and a leading article; "St.", "Mt." and "Ft." in one spelling.

    Empty if nothing is left.
    """
    lower = name.casefold()
    plain = lower if lower.isascii() else _without_accents(lower).casefold()
    if not (plain.isascii() and plain.replace(" ", "").isalpha()):
        plain = _SPACING.sub(" ", _DROPPED.sub("", plain).replace("&", " and "))
    words = plain.split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(_SHORT.get(word, word) for word in words)


def _without_accents(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
