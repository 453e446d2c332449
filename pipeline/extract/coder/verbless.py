"""Sentences whose main verb the parser has not seen.

"Police arrest Ann Lee", "A car bomb explodes in Kerala", "Chad and Mali sign deal": a noun group without
a verb, in which one word is a known verb and what stands right before it agrees with it in number.
"A court on Tuesday freed Ann Lee": a noun group in which a past tense passes for an adjective.
"""

from pipeline.extract.coder.lexicon import nouns, verbs
from pipeline.extract.coder.roles import is_actor
from pipeline.extract.coder.tree import TEMPORAL, Node, subtree

GROUP = frozenset(
    {"compound", "amod", "nmod", "det", "nummod", "poss", "nsubj", "punct", "cc", "conj", "case"}
)
LATER = frozenset({"prep", "advcl", "npadvmod", "advmod", "punct", "agent"})
FINITE = frozenset({"VBZ", "VBP", "VBD"})
PLURALS = frozenset({"police", "aircraft", "people", "military", "troops"})


def with_verb(nodes: list[Node]) -> list[Node]:
    """`nodes`, where the sentence's head noun or a word before it has become a verb if it must be one."""
    root = next((n for n in nodes if n.head is n), None)
    if root is None or _given_its_subject(root, nodes) or _is_verb_by_its_subject(root):
        return nodes
    if root.pos not in ("NOUN", "PROPN") or root.first("nsubj", "nsubjpass", "aux", "cop"):
        return nodes
    for verb in [c for c in root.all("compound", "nmod", "amod") if c.index < root.index] + [root]:
        subject = nodes[verb.index - 1] if verb.index else None
        if subject and _is_verb_of(verb, subject) and _beside(subject, verb, root):
            _raise(verb, subject, root, nodes)
            return nodes
    _raise_past(root, nodes)
    return nodes


def _given_its_subject(root: Node, nodes: list[Node]) -> bool:
    """Makes the noun that hangs on a finite verb as if on a noun its subject: "Ann Lee slams 'weak' board"."""
    before = nodes[root.index - 1] if root.index else None
    if root.tag not in FINITE or before is None or before.pos not in ("NOUN", "PROPN"):
        return False
    if before not in root.all("compound", "nmod") or root.first("nsubj", "nsubjpass", "aux", "cop", "expl"):
        return False
    root.pos, before.dep = "VERB", "nsubj"
    for node in [c for c in root.all("compound", "nmod", "amod", "det") if c.index < before.index]:
        node.head = before
    for node in root.all("appos"):
        node.dep = "dobj"
    _link(nodes)
    return True


def _is_verb_by_its_subject(root: Node) -> bool:
    """Makes a plural noun a verb that the parser gave a singular subject: "Ann Lee protests outside the bank"."""
    subject = root.first("nsubj")
    if (
        subject is None
        or root.pos not in ("NOUN", "PROPN")
        or root.first("aux", "cop", "det", "amod", "nummod")
    ):
        return False
    if root.tag != "NNS" or root.text != root.lower or root.lemma not in verbs():
        return False
    if subject.index != root.index - 1 or subject.tag not in ("NN", "NNP"):
        return False
    root.pos, root.tag = "VERB", "VBZ"
    return True


def _raise_past(root: Node, nodes: list[Node]) -> None:
    """Makes a past tense that stands as an adjective between two noun phrases, one of them `root`, the verb."""
    for verb in nodes:
        if verb.dep != "amod" or verb.tag not in ("VBD", "VBN") or verb.lemma not in verbs():
            continue
        patient, subject = _phrase_of(verb.head), _phrase_before(verb, nodes)
        if subject and patient.index > verb.index and root in (subject, patient):
            patient.head, patient.dep = verb, "dobj"
            subject.head, subject.dep = verb, "nsubj"
            for child in [c for c in root.children if c.index > patient.index and c.dep in LATER]:
                child.head = verb
            verb.head, verb.dep, verb.pos, verb.tag = verb, "ROOT", "VERB", "VBD"
            _link(nodes)
            return


def _phrase_of(node: Node) -> Node:
    """The head of the noun phrase that a modifier is in."""
    while node.dep in ("compound", "amod", "nmod") and node.head is not node:
        node = node.head
    return node


def _phrase_before(verb: Node, nodes: list[Node]) -> Node | None:
    """The head of the noun phrase before `verb`, days and adverbs between them left out."""
    index = verb.index - 1
    while index >= 0 and (nodes[index].entity in TEMPORAL or nodes[index].pos in ("ADV", "ADP", "PART")):
        index -= 1
    if (
        index < 0
        or nodes[index].pos not in ("NOUN", "PROPN")
        or not (verb.tag == "VBD" or index < verb.index - 1)
    ):
        return None
    node = nodes[index]
    while node.head is not node and node.head.index < verb.index:
        node = node.head
    return node


def _is_verb_of(verb: Node, subject: Node) -> bool:
    if verb.lemma not in verbs() or subject.pos not in ("NOUN", "PROPN") or verb.text != verb.lower:
        return False
    if verb.head is verb and not _acts(verb):
        return False
    singular = verb.tag == "NNS"
    plural = subject.tag in ("NNS", "NNPS") or subject.lower in PLURALS or subject.dep == "conj"
    return singular is not plural


def _beside(subject: Node, verb: Node, root: Node) -> bool:
    return verb is root or subject.dep == "conj" or subject.head in (root, verb)


def _acts(verb: Node) -> bool:
    """Whether a noun that heads the sentence is rather a verb: no event noun, or right before a name."""
    objects = [o for o in verb.all("appos", "dobj") if o.index > verb.index]
    return verb.lemma not in nouns() or any(is_actor(o) for o in objects)


def _raise(verb: Node, subject: Node, root: Node, nodes: list[Node]) -> None:
    """Makes `verb` the head of the sentence, what is before it its subject and what is behind it its object."""
    before = [c for n in (root, verb) for c in n.children if c.index < verb.index and c.dep in GROUP]
    head = next((c for c in before if c.first("conj") and subject in subtree(c)), subject)
    for node in before:
        if node is not head:
            node.head = head
    head.head, head.dep = verb, "nsubj"
    if root is not verb:
        root.head, root.dep = verb, "dobj"
        for child in [c for c in root.children if c.dep == "prep"]:
            child.head = verb
    for node in verb.all("appos"):
        node.dep = "dobj"
    verb.head, verb.dep, verb.pos = verb, "ROOT", "VERB"
    verb.tag = "VBZ" if verb.tag == "NNS" else "VBP"
    _link(nodes)


def _link(nodes: list[Node]) -> None:
    """Gives each node the children that its neighbours' heads say."""
    for node in nodes:
        node.children = []
    for node in nodes:
        if node.head is not node:
            node.head.children.append(node)
