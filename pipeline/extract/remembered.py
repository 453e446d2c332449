"""Part of speech and lemma from memory.

A spaCy model finds them by rules: some hundred patterns over tags and words, then a table of lemmas. What they find
for a word depends on the word, its tag and its dependency alone, but for a few patterns of several words. So each such
triple goes through the rules once; what they said then is remembered.
"""

from collections.abc import Collection
from itertools import pairwise
from typing import Any, NamedTuple, cast

import numpy as np
from spacy.attrs import DEP, LEMMA, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

NAME = "remembered_words"
MOST = 15_000  # triples, some 500 bytes each; as many again that did not come since
_RULES = ("attribute_ruler", "lemmatizer")
_SEEN = [ORTH, TAG, DEP]
_SAID = [TAG, POS, DEP, LEMMA]

Triple = tuple[int, int, int]


class _Said(NamedTuple):
    row: tuple[int, int, int, int]
    lemma: str


class RememberedWords:
    """A component in place of `ruler` and a lemmatizer by rules. Sets no morphology."""

    def __init__(self, vocab: Vocab, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._vocab, self._ruler, self._lemmatizer = vocab, ruler, lemmatizer
        self._recent: dict[Triple, _Said] = {}
        self._older: dict[Triple, _Said] = {}
        self._phrases = Matcher(vocab)
        self._word_ruler = AttributeRuler(vocab)
        for number, rule in enumerate(cast(Any, ruler.patterns)):
            longer = [pattern for pattern in rule["patterns"] if len(pattern) > 1]
            single = [pattern for pattern in rule["patterns"] if len(pattern) == 1]
            if longer:
                self._phrases.add(str(number), longer)
            if single:
                self._word_ruler.add(single, rule["attrs"])

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, part of speech, dependency and lemma of each token as the rules would."""
        if len(self._recent) > MOST:
            self._older, self._recent = self._recent, {}
        triples: list[Triple] = list(map(tuple, doc.to_array(_SEEN).tolist()))
        self._learn(doc, triples)
        said = [self._recent[triple] for triple in triples]
        for _, start, end in self._phrases(doc, allow_missing=True):
            said[start:end] = self._asked(doc, range(start, end), self._ruler)
        strings = self._vocab.strings
        for lemma in {word.lemma for word in said}:
            strings.add(lemma)  # a memory zone may have forgotten it
        if said:
            doc.from_array(_SAID, cast(Any, np.array([word.row for word in said], dtype="uint64")))
        return doc

    def _learn(self, doc: Doc, triples: list[Triple]) -> None:
        missing = {triple: i for i, triple in enumerate(triples) if triple not in self._recent}
        self._recent.update((triple, self._older[triple]) for triple in missing if triple in self._older)
        new = {triple: i for triple, i in missing.items() if triple not in self._older}
        if new:
            self._recent.update(zip(new, self._asked(doc, new.values(), self._word_ruler), strict=True))

    def _asked(self, doc: Doc, at: Collection[int], ruler: AttributeRuler) -> list[_Said]:
        """What the rules say of the tokens `at` these indexes, as if they followed one another."""
        tokens = [doc[i] for i in at]
        asked = Doc(
            self._vocab,
            words=[token.text for token in tokens],
            tags=[token.tag_ for token in tokens],
            deps=[token.dep_ for token in tokens],
            heads=list(range(len(tokens))),
            spaces=[False] * len(tokens),
        )
        asked = self._lemmatizer(ruler(asked))
        rows = asked.to_array(_SAID).tolist()
        return [_Said(tuple(row), token.lemma_) for row, token in zip(rows, asked, strict=True)]


@Language.factory(NAME, retokenizes=False)
def _made(nlp: Language, name: str) -> RememberedWords:  # noqa: ARG001 - a factory is given it
    ruler, lemmatizer = (nlp.get_pipe(rule) for rule in _RULES)
    return RememberedWords(nlp.vocab, cast(AttributeRuler, ruler), cast(Lemmatizer, lemmatizer))


def remember_words(nlp: Language) -> None:
    """Put `RememberedWords` in the place of the rules of `nlp`, where it has them one behind the other."""
    names = nlp.pipe_names
    if _RULES not in pairwise(names) or cast(Lemmatizer, nlp.get_pipe("lemmatizer")).mode != "rule":
        return
    index = cast(Lemmatizer, nlp.get_pipe("lemmatizer")).lookups.get_table("lemma_index", {})
    for part_of_speech, words in index.items():
        index[part_of_speech] = frozenset(words)  # is asked what it holds, and comes as a list
    nlp.add_pipe(NAME, after="lemmatizer")
    for rule in _RULES:
        nlp.disable_pipe(rule)
