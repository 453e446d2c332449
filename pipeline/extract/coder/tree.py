"""A sentence's dependency tree as plain nodes, quicker to walk than spaCy's tokens."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.extract.coder.lexicon import classes

MAX_CONJUNCTS = 12
TEMPORAL = frozenset({"DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"})
BEFORE = ("compound", "amod", "nmod", "poss")  # relations of what stands before a noun
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})


@dataclass(slots=True, eq=False)
class Node:
    """One token. `index` counts within the sentence, `start` and `end` are offsets into the document.

    `group` is the index of the first token of its name, its own outside names. `phrases` is what
    `prepositional` once found, `called` what `frames.called` did.
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
    called: frozenset[str] | None = field(init=False, default=None)

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
