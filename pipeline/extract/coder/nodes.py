"""The nodes of a parsed document. They are read from it in columns: to ask token by token takes three times as long."""

import itertools
from functools import cache, lru_cache

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, LENGTH, LOWER, ORTH, POS, TAG
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.actors import tables
from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.tree import Node

STRINGS = [ORTH, LOWER, LEMMA, POS, TAG, DEP, ENT_TYPE]
NUMBERS = [IDX, LENGTH, ENT_IOB, HEAD]
INSIDE = 1  # of ENT_IOB: the token goes on with the name of the one before it
MOST = 20_000  # strings that are kept, and lemmas; some 100 bytes each


class _Strings(dict[int, str]):
    """The strings of a vocabulary by their numbers, each made once."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._strings = vocab.strings

    def __missing__(self, number: int) -> str:
        if len(self) >= MOST:
            self.clear()
        string = self[number] = self._strings[number]
        return string


_strings = cache(_Strings)


def sentences_of(doc: Doc) -> list[list[Node]]:
    """The tokens of each sentence of `doc` as linked nodes."""
    ends = [sentence.end for sentence in doc.sents]
    stretches = list(itertools.pairwise([0, *ends]))
    indexes = [i for first, end in stretches for i in range(end - first)]
    table = doc.to_array(STRINGS + NUMBERS).T
    string = _strings(doc.vocab).__getitem__
    texts, lowers, lemmas, parts, tags, relations, labels = (
        list(map(string, column)) for column in table[: len(STRINGS)].tolist()
    )
    starts, lengths, marks, heads = table[len(STRINGS) :].astype(np.int64)
    nodes = list(
        map(
            Node,
            indexes,
            starts.tolist(),
            (starts + lengths).tolist(),
            texts,
            lowers,
            map(_lemma, lemmas, lowers, tags, labels),
            parts,
            tags,
            relations,
            _entities(texts, parts, labels),
            (marks != INSIDE).tolist(),
            indexes,
        )
    )
    for before, node in itertools.pairwise(nodes):
        if node.entity and not node.entity_starts and node.index:
            node.group = before.group
    for i, (node, step) in enumerate(zip(nodes, heads.tolist(), strict=True)):
        node.head = nodes[i + step]
        if step:
            node.head.children.append(node)
    return [nodes[first:end] for first, end in stretches]


@lru_cache(maxsize=MOST)
def _lemma(lemma: str, lower: str, tag: str, label: str) -> str:
    if tag.startswith("VB"):
        return _mistaken().get(lower) or lemma.lower()
    lemma = lemma.lower()
    if tag == "NNPS" and not label and lemma.endswith("s"):
        return lemma[:-1]  # "Rockets hit …": a plain word that opens the sentence
    return lemma


@cache
def _mistaken() -> dict[str, str]:
    return dict(rows("lemmas.tsv"))


def _entities(texts: list[str], parts: list[str], labels: list[str]) -> list[str]:
    """The model's labels; that of a state where it takes a name that is no more than a state's for something else."""
    found, states = list(labels), _states()
    for i, text in enumerate(texts):
        if text in states and parts[i] == "PROPN" and not _goes_on(i, parts, labels):
            found[i] = "GPE"
    return found


def _goes_on(i: int, parts: list[str], labels: list[str]) -> bool:
    """Whether a token is in a name of several words."""
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(parts)]
    return any(parts[k] == "PROPN" or (labels[k] and labels[k] == labels[i]) for k in beside)


@cache
def _states() -> frozenset[str]:
    """Names of states that are one word."""
    return frozenset(name for _, name, *_ in tables.rows("countries") if " " not in name)
