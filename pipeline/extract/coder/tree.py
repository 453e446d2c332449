"""A sentence's dependency tree as plain nodes, quicker to walk than spaCy's tokens."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Span, Token

from pipeline.actors import tables
from pipeline.extract.coder.lexicon import classes, rows

MAX_CONJUNCTS = 12
TEMPORAL = frozenset({"DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"})
BEFORE = ("compound", "amod", "nmod", "poss")  # relations of what stands before a noun
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})


@dataclass(slots=True, eq=False)
class Node:
    """One token. `index` counts within the sentence, `start` and `end` are offsets into the document.

    `group` is the index of the first token of its name, its own outside names. `phrases` is what
    `prepositional` once found.
    """

    index: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    entity: str
    entity_starts: bool
    group: int
    head: "Node" = field(init=False)
    children: list["Node"] = field(init=False, default_factory=list)
    phrases: dict[str, list["Node"]] | None = field(init=False, default=None)

    def all(self, *deps: str) -> list["Node"]:
        """Children with one of these relations."""
        return [c for c in self.children if c.dep in deps]

    def first(self, *deps: str) -> "Node | None":
        """The first child with one of these relations."""
        for child in self.children:
            if child.dep in deps:
                return child
        return None

    @property
    def named(self) -> bool:
        """Whether it is in the name of a person, group or place."""
        return self.entity in NAMED

    def ancestors(self) -> Iterator["Node"]:
        """Heads up to the root of the sentence."""
        node = self
        while node.head is not node:
            node = node.head
            yield node


@cache
def _mistaken() -> dict[str, str]:
    return dict(rows("lemmas.tsv"))


def _lemma(token: Token) -> str:
    if token.tag_.startswith("VB"):
        return _mistaken().get(token.lower_) or token.lemma_.lower()
    lemma = token.lemma_.lower()
    if token.tag_ == "NNPS" and not token.ent_type_ and lemma.endswith("s"):
        return lemma[:-1]  # "Rockets hit …": a plain word that opens the sentence
    return lemma


def _entity(token: Token) -> str:
    """The model's label; that of a state where it takes a name that is no more than a state's for something else."""
    label = token.ent_type_
    if token.pos_ != "PROPN" or label == "GPE" or token.text not in _states():
        return label
    return label if _goes_on(token) else "GPE"


def _goes_on(token: Token) -> bool:
    """Whether a token is in a name of several words."""
    beside = [token.nbor(step) for step in (-1, 1) if 0 <= token.i + step < len(token.doc)]
    return any(t.pos_ == "PROPN" or (token.ent_type_ and t.ent_type_ == token.ent_type_) for t in beside)


@cache
def _states() -> frozenset[str]:
    """Names of states that are one word."""
    return frozenset(name for _, name, *_ in tables.rows("countries") if " " not in name)


def nodes_of(sentence: Span) -> list[Node]:
    """The tokens of `sentence` as linked nodes."""
    first = sentence.start
    nodes = [
        Node(
            t.i - first,
            t.idx,
            t.idx + len(t),
            t.text,
            t.lower_,
            _lemma(t),
            t.pos_,
            t.tag_,
            t.dep_,
            _entity(t),
            t.ent_iob_ != "I",
            t.i - first,
        )
        for t in sentence
    ]
    for before, node in itertools.pairwise(nodes):
        if node.entity and not node.entity_starts:
            node.group = before.group
    for node, token in zip(nodes, sentence, strict=True):
        node.head = nodes[token.head.i - first]
        if node.head is not node:
            node.head.children.append(node)
    return nodes


def conjuncts(node: Node) -> list[Node]:
    """`node` and what is coordinated with it."""
    found: list[Node] = []
    todo = [node]
    while todo and len(found) < MAX_CONJUNCTS:
        current = todo.pop(0)
        found.append(current)
        todo += current.all("conj")
    return _before(node) + found


def _before(node: Node) -> list[Node]:
    """ "Xi and President Biden", where the parser hangs the first name on the second."""
    if node.entity != "PERSON":
        return []
    hung = [c for c in node.all("nmod", "compound") if c.entity == "PERSON" and c.group != node.group]
    return [c for c in hung if c.first("cc")]


def spread(nodes: list[Node]) -> list[Node]:
    """The conjuncts of each node, in order."""
    return [c for node in nodes for c in conjuncts(node)]


def prepositional(node: Node) -> dict[str, list[Node]]:
    """Objects of the prepositions that hang on `node`, by preposition; nested ones too ("out of").

    What follows "according" only says who tells it, and is left out; of "the outskirts of Goma" Goma is given.
    The answer is kept on the node: it is not to be changed, nor asked for before the tree is as it will be.
    """
    if node.phrases is None:
        node.phrases = _prepositional(node)
    return node.phrases


def _prepositional(node: Node) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    todo = [p for p in node.all("prep", "agent", "dative") if p.lower != "according"]
    while todo:
        preposition = todo.pop(0)
        objects = [o for p in spread(preposition.all("pobj", "pcomp")) for o in _beyond(p)]
        if preposition.dep == "dative" and not objects:
            objects, name = [preposition], "to"
        else:
            name = preposition.lower
        found.setdefault(name, []).extend(objects)
        todo += preposition.all("prep")
    return found


def _beyond(node: Node) -> list[Node]:
    """What a word of place is a part of: "the outskirts of Goma", "the front of the offices"."""
    if node.named or node.lemma not in classes()["LOCATOR"]:
        return [node]
    return spread([o for p in node.all("prep") if p.lower == "of" for o in p.all("pobj")]) or [node]


def subtree(node: Node) -> list[Node]:
    """`node` and all below it, in text order."""
    found: list[Node] = []
    todo = [node]
    while todo:
        current = todo.pop()
        found.append(current)
        todo += current.children
    return sorted(found, key=lambda n: n.index)


def distinct(nodes: list[Node]) -> list[Node]:
    """`nodes` without those that are in the same name as an earlier one."""
    found: dict[int, Node] = {}
    for node in nodes:
        found.setdefault(node.group, node)
    return list(found.values())


def measured(nodes: Iterable[Node], labels: frozenset[str]) -> list[Node]:
    """`nodes`; for one with an entity label of `labels`, what it measures: "ten days of talks", "dozens of women"."""
    return [
        n for node in nodes for n in (prepositional(node).get("of", ()) if node.entity in labels else (node,))
    ]


def outermost(nodes: list[Node]) -> list[Node]:
    """`nodes` without those that only stand before another of them: "Karen" in "a Karen village"."""
    return [n for n in nodes if not (n.dep in BEFORE and n.head in nodes)]
