"""Names with their usual case, from the tables of actors."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pipeline import tables
from pipeline.actors.cities import city_country
from pipeline.actors.tables import genders, listed, rows
from pipeline.actors.tokens import fold

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+")
LONGEST_CITY = 3
BARRED = ("function", "maybe-name", "maybe-month", "everyday")


@cache
def case_words() -> dict[str, dict[str, str]]:
    """Kind → word in lower case → word as written, from `casing_words.tsv`."""
    found: dict[str, dict[str, str]] = {}
    for word, kind in tables.rows("pipeline.extract", "casing_words.tsv"):
        found.setdefault(kind, {})[word.lower()] = word
    return found


def known_name(words: list[str]) -> tuple[str, ...] | None:
    """The words, in their usual case, of the longest name that `words` (in lower case) begin with."""
    for size in range(min(_reach().get(words[0], 0), len(words)), 0, -1):
        if found := _names().get(" ".join(words[:size])):
            return found
    if words[0] in case_words()["function"]:
        return None
    for size in range(min(LONGEST_CITY, len(words)), 0, -1):
        if _is_city(" ".join(words[:size])):
            return tuple(w.capitalize() for w in words[:size])
    return None


@lru_cache(maxsize=10_000)
def _is_city(name: str) -> bool:
    barred = any(name in case_words()[kind] for kind in BARRED)
    return not barred and city_country(fold(name), only_large=True) is not None


def is_first_name(word: str) -> bool:
    """Whether `word`, in lower case, is a given name."""
    return word in genders()


@cache
def role_words() -> frozenset[str]:
    """Words, in lower case, that tell what an actor is: `protesters`, `ministry`."""
    return frozenset(phrase for phrase, _, _ in rows("roles") if phrase.islower())


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    barred = {word for kind in BARRED for word in case_words()[kind]}
    for form in _forms():
        words = tuple(WORD.findall(form))
        key = " ".join(words).lower()
        if len(key) > 1 and key not in barred and any(w[0].isupper() for w in words):
            found.setdefault(key, words)
    return found


def _forms() -> Iterator[str]:
    for kind in ("always", "day", "month"):
        for word in case_words()[kind].values():
            yield word if kind == "always" else word.capitalize()
    for _, name, others, nationals, capitals in rows("countries"):
        yield from (name, *listed(others), *listed(nationals), *listed(capitals))
    for name, _, _, _ in rows("places"):
        yield name
    for name, others, _, _, _ in rows("organisations"):
        yield from (name, *listed(others))
    for _, _, names, shorts, _, _, _, _ in rows("leaders"):
        yield from (*listed(names), *(listed(shorts) or [listed(names)[0].rpartition(" ")[2]]))
    yield from (name.title() for name in genders())


@cache
def _reach() -> dict[str, int]:
    """First word → words in the longest name that begins with it."""
    reach: dict[str, int] = {}
    for key in _names():
        words = key.split(" ")
        reach[words[0]] = max(len(words), reach.get(words[0], 0))
    return reach
