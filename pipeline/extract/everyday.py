"""Everyday words: what a dictionary lists in lower case."""

import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language

PREFIX = re.compile("anti|counter|mis|multi|non|over|post|pre|re|semi|ultra|un")
ADVERBS = (("ally", ""), ("ly", ""))  # endings of adverbs made from adjectives
SHORTEST = 4  # letters behind a prefix


@dataclass(frozen=True, slots=True, eq=False)
class EverydayWords:
    """The lemmas of English nouns, verbs, adjectives and adverbs, their irregular forms and regular endings."""

    lemmas: frozenset[str]
    forms: frozenset[str]
    endings: tuple[tuple[str, str], ...]

    def __contains__(self, word: object) -> bool:
        """Whether `word`, in lower case, is one of them or a form of one."""
        if not isinstance(word, str):
            return False
        prefix = PREFIX.match(word)
        rest = word[prefix.end() :] if prefix else ""
        return self._has(word) or (len(rest) >= SHORTEST and self._has(rest))

    def _has(self, word: str) -> bool:
        return (
            word in self.lemmas
            or word in self.forms
            or any(
                word.endswith(ending) and word[: -len(ending)] + base in self.lemmas
                for ending, base in self.endings
            )
        )


@cache
def everyday_words(nlp: Language) -> EverydayWords:
    """The words in the tables of the model's lemmatizer (WordNet's); none if it works without tables."""
    tables = (
        getattr(nlp.get_pipe("lemmatizer"), "lookups", None) if "lemmatizer" in nlp.component_names else None
    )
    if tables is None or not all(f"lemma_{name}" in tables for name in ("index", "exc", "rules")):
        return EverydayWords(frozenset(), frozenset(), ())
    index, irregular, rules = (dict(tables.get_table(f"lemma_{name}")) for name in ("index", "exc", "rules"))
    return EverydayWords(
        frozenset().union(*index.values()),
        frozenset().union(*irregular.values()),
        tuple(sorted({(e, b) for pairs in rules.values() for e, b in pairs if e.isalpha()} | set(ADVERBS))),
    )
