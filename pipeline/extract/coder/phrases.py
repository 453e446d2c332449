"""Noun phrases as the records carry them: the whole phrase, and its head word or head name."""

from dataclasses import dataclass

from pipeline.extract.coder.tree import Node
from pipeline.records import Part, Phrase, Span

OUTSIDE = frozenset({"relcl", "acl", "conj", "cc", "advcl", "punct", "preconj", "parataxis", "dep", "ccomp"})
INNER_PREPOSITIONS = frozenset({"of", "in", "for", "from", "at", "on"})
DAYS = ("DATE", "TIME")
CHARGING = frozenset({"accuse", "suspect", "convict", "acquit"})
TRAILING = frozenset({"'s", "’s", ",", "'", "’", "(", "-", "–"})


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts spans out of one sentence of a document, given its `text`."""

    text: str
    part: Part
    sentence: int

    def span(self, start: int, end: int) -> Span:
        """The characters from `start` to `end`."""
        return Span(self.text[start:end], start, end, self.part)

    def phrase(self, head: Node, nodes: list[Node]) -> Phrase:
        """The noun phrase around `head`, and its head name if it has one."""
        first, last = _extent(head, nodes)
        name_first, name_last = _head_name(head, nodes)
        first, last = min(first, name_first), max(last, name_last)
        return Phrase(
            self.span(nodes[first].start, nodes[last].end),
            self.span(nodes[name_first].start, nodes[name_last].end),
            self.sentence,
            head.pos == "PRON",
        )


def _extent(head: Node, nodes: list[Node]) -> tuple[int, int]:
    kept = {head.index}
    todo = [head]
    while todo:
        node = todo.pop()
        for child in node.children:
            if _belongs(child):
                kept.add(child.index)
                todo.append(child)
    first = last = head.index
    while first - 1 in kept or (first - 2 in kept and nodes[first - 1].dep == "punct"):
        first -= 1
    while last + 1 in kept or (last + 2 in kept and nodes[last + 1].dep in ("punct", "case")):
        last += 1
    while last > head.index and nodes[last].lower in TRAILING:
        last -= 1
    if (
        last + 1 < len(nodes)
        and nodes[last + 1].text == ")"
        and any(n.text == "(" for n in nodes[first:last])
    ):
        last += 1
    return first, last


def _belongs(node: Node) -> bool:
    if node.dep in ("prep", "agent"):
        objects = node.all("pobj", "pcomp")
        timed = not objects or all(o.entity in DAYS for o in objects)
        return node.lower in INNER_PREPOSITIONS and not timed and not _is_charge(node)
    if node.entity in DAYS and (
        node.dep in ("npadvmod", "advmod") or (node.dep == "compound" and node.head.named)
    ):
        return False
    return node.dep not in OUTSIDE


def _is_charge(preposition: Node) -> bool:
    """Whether the parser hung what someone is accused of on the accused: "accused the man of theft"."""
    if preposition.first("pcomp"):
        return True
    if preposition.lower != "of":
        return False
    accused, charge = preposition.head, preposition.first("pobj")
    if accused.dep == "pobj" and accused.head.lower == "of" and accused.head.head.dep == "dobj":
        accused = accused.head.head
    named = charge is not None and charge.named
    return accused.dep == "dobj" and accused.head.lemma in CHARGING and not named


def _head_name(head: Node, nodes: list[Node]) -> tuple[int, int]:
    """The entity that the head word is in, else that of a named apposition, else the head word."""
    if not head.named:
        named = next((n for n in head.all("appos") if n.entity == "PERSON"), None)
        if named is None:
            return head.index, head.index
        head = named
    first = last = head.index
    while first and not nodes[first].entity_starts and nodes[first - 1].entity == head.entity:
        first -= 1
    while (
        last + 1 < len(nodes) and nodes[last + 1].entity == head.entity and not nodes[last + 1].entity_starts
    ):
        last += 1
    while first < last and nodes[first].lower in ("the", "a", "an"):
        first += 1
    while last > first and nodes[last].lower in ("'s", "’s"):
        last -= 1
    return first, last
