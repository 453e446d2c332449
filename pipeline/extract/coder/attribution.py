"""Who says that an event is so: "according to …", "…, the minister said"."""

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.roles import reporting
from pipeline.extract.coder.tree import Node

SPEECH_RELATIONS = ("ccomp", "parataxis", "advcl", "conj", "xcomp")


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
        if (
            above
            and above.lemma in reporting()
            and node.dep in SPEECH_RELATIONS
            and above.verb is not trigger
        ):
            named = [a for a in above.agents if a is not trigger]
            if named and node.dep in ("ccomp", "parataxis"):
                return named[0]
        node = node.head


def _according_to(node: Node) -> Node | None:
    for child in node.all("prep"):
        if child.lower == "according":
            inner = child.first("prep")
            return inner.first("pobj") if inner else child.first("pobj")
    return None
