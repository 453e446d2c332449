"""Which words of a text are names, told by tables, by the words beside them, and by another text."""

import re
from collections.abc import Container
from dataclasses import dataclass

from pipeline.extract.case_text import Word, after_apostrophe, capital, run, words_of
from pipeline.extract.known_names import case_words, is_first_name, known_name, role_words

ORDINARY = ("function", "everyday", "maybe-name", "title")

_WITHOUT_VOWEL = re.compile(r"[^aeiouy]+")
_VERB_FORM = re.compile(r".+(?:ed|ing|s)|said|told|was|were|has|had")


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text, and what tells their case.

    `named` tells of some words whether another text writes them as names; `known` holds the form of the
    words that belong to names in the tables, by index.
    """

    words: list[Word]
    everyday: Container[str]
    named: dict[str, bool]
    known: dict[int, str]

    def is_name(self, i: int) -> bool:
        """Whether word `i` is, or belongs to, a name."""
        key = self.words[i].key
        name = self.named.get(key, i in self.known or not self._ordinary(key))
        return name or self._titles(i) or self._follows_name(i)

    def is_acronym(self, i: int) -> bool:
        """Whether word `i`, written in capitals, is spoken by its letters."""
        key = self.words[i].key
        if key == "us":
            return self.words[i].opens or self.words[i - 1].key == "the"
        return len(key) > 1 and not self._ordinary(key) and _WITHOUT_VOWEL.fullmatch(key) is not None

    def _ordinary(self, key: str) -> bool:
        """Whether `key` is an everyday word. A single letter stands for a name, unless it is a word."""
        listed = any(key in case_words()[kind] for kind in ORDINARY)
        return listed or key in role_words() or (len(key) > 1 and key in self.everyday)

    def _strange(self, i: int) -> bool:
        key = self.words[i].key
        return is_first_name(key) or not self._ordinary(key)

    def _titles(self, i: int) -> bool:
        """Whether word `i` is a title, or may be a given name, and a name comes next."""
        kinds, key = case_words(), self.words[i].key
        if key not in kinds["title"] and key not in kinds["maybe-name"]:
            return False
        if i + 1 == len(self.words) or self.words[i + 1].before not in (" ", ". "):
            return False
        return self._strange(i + 1) or (key in kinds["title"] and self._titles(i + 1))

    def _follows_name(self, i: int) -> bool:
        """Whether word `i` is the surname behind a given name, or behind a title if it may be a name."""
        kinds, word = case_words(), self.words[i]
        if not i or word.before not in (" ", ". ") or _VERB_FORM.fullmatch(word.key):
            return False
        before = self.words[i - 1].key
        if before in kinds["title"]:
            return word.key in kinds["maybe-name"]
        return is_first_name(before) and before not in kinds["maybe-name"]


def reading_of(text: str, everyday: Container[str], named: dict[str, bool]) -> Reading:
    """The reading of `text`: see `Reading` for `named`; `everyday` holds words in lower case."""
    words = list(words_of(text))
    return Reading(words, everyday, named, _known(words, named))


def _known(words: list[Word], named: dict[str, bool]) -> dict[int, str]:
    """Index of a word → its form, where it belongs to a name that the tables know or is a month."""
    found: dict[int, str] = {}
    i = 0
    while i < len(words):
        name = known_name(run(words, i)) if named.get(words[i].key, True) else None
        if name and not after_apostrophe(words, i):
            for word, form in zip(words[i : i + len(name)], name, strict=True):
                found[i] = form if form.lower() == word.key else capital(word.text)
                i += 1
            continue
        if words[i].key in case_words()["maybe-month"] and _is_month(words, i):
            found[i] = capital(words[i].text)
        i += 1
    return found


def _is_month(words: list[Word], i: int) -> bool:
    """Whether a number, or a word such as `since`, stands beside the word."""
    after = words[i + 1].before if i + 1 < len(words) else ""
    if re.search(r"\d\s$", words[i].before) or re.match(r"\s\d", after):
        return True
    return i > 0 and words[i].before == " " and words[i - 1].key in case_words()["before-month"]
