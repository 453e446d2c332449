"""Who says that an event is so: "according to …", "…, the minister said"."""

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.roles import reporting
from pipeline.extract.coder.tree import Node

SPOKEN = ("ccomp", "parataxis")


def attribution(trigger: Node, clauses: dict[int, Clause]) -> Node | None:
    """The head of the phrase that names the source, None if the sentence tells it on its own account."""
    node = trigger
    while True:
        source = _according_to(node)
        if source:
            return source
        if node.head is node:
            return None
        above = clauses.get(node.head.index)
        if above and above.lemma in reporting() and node.dep in SPOKEN and above.agents:
            return above.agents[0]
        node = node.head


def _according_to(node: Node) -> Node | None:
    for child in node.all("prep"):
        if child.lower == "according":
            inner = child.first("prep")
            return inner.first("pobj") if inner else child.first("pobj")
    return None
