"""Which nouns stand for people and bodies, and which of those act in politics and conflict."""

from collections.abc import Iterator
from functools import cache

from pipeline.actors import tables
from pipeline.actors.leaders import names
from pipeline.actors.tokens import key_of
from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.tree import BEFORE, Node, prepositional

ACTING = frozenset({"PERSON", "ORG", "GPE", "NORP"})
ROLES = frozenset({"GOV", "LEG", "MIL", "COP", "JUD", "REB", "CRM", "PTY", "OPP", "CVL", "MED", "BUS", "ATH"})
POLITICAL = frozenset(
    {"GOV", "MIL", "COP", "JUD", "LEG", "REB", "PTY", "OPP", "IGO", "NGO", "CVL", "SPY", "UAF"}
)
DESCRIBING = (*BEFORE, "appos")
PERSONAL = frozenset({"him", "her", "them", "he", "she", "they", "me", "us"})


@cache
def reporting() -> frozenset[str]:
    """Verbs of saying, whose subject speaks what is below."""
    return frozenset(row[0] for row in rows("reporting.tsv"))


@cache
def _roles() -> dict[str, str]:
    return dict(rows("roles.tsv"))


def role_of(node: Node) -> str | None:
    """The role of a phrase: that of its head word, else of its modifiers and appositions, else None."""
    table = _roles()
    if node.lemma in table:
        return table[node.lemma]
    for child in node.children:
        if child.lemma in table and child.dep in DESCRIBING:
            return table[child.lemma]
    return None


def is_actor(node: Node) -> bool:
    """Whether a phrase can act: a person, a body, a people or a state."""
    return node.entity in ACTING or node.lemma in _roles() or _is_a_people(node)


def _is_a_people(node: Node) -> bool:
    """ "the Houthis": a name in the plural that the model has no label for."""
    return (
        node.pos == "PROPN"
        and not node.entity
        and node.lower.endswith("s")
        and any(c.lower == "the" for c in node.children)
    )


def political_names(nodes: list[Node]) -> frozenset[str]:
    """Last words of names that are political: of people beside an office of politics, force or law ("President
    Lula") or known as leaders, and of known bodies ("the ACLU")."""
    people = (
        n.lower for n in nodes if n.entity == "PERSON" and (role_of(n) in POLITICAL or n.lower in _leaders())
    )
    bodies = (
        name[-1].lower
        for name in _names_of(nodes, "ORG")
        if key_of(" ".join(n.text for n in name)) in _bodies()
    )
    return frozenset(people) | frozenset(bodies)


def _names_of(nodes: list[Node], entity: str) -> Iterator[list[Node]]:
    """The names with this label, as their words without an article."""
    name: list[Node] = []
    for node in nodes:
        if name and (node.entity != entity or node.entity_starts):
            yield name
            name = []
        if node.entity == entity and (name or node.lower != "the"):
            name.append(node)
    if name:
        yield name


@cache
def _leaders() -> frozenset[str]:
    """Last names of those in the table of office holders."""
    return frozenset(key.split(" ")[-1] for key in names())


@cache
def _bodies() -> frozenset[str]:
    """Names of the political ones in the table of organisations, folded."""
    known = (row for row in tables.rows("organisations") if row[3] in POLITICAL)
    return frozenset(key_of(form) for row in known for form in (row[0], *tables.listed(row[1])))


def is_political(node: Node, names: frozenset[str] = frozenset()) -> bool:
    """Whether a phrase is a state, someone of `names`, or one of politics, armed force, law or protest."""
    if node.entity in ("GPE", "NORP") or (node.entity in ("PERSON", "ORG") and node.lower in names):
        return True
    if role_of(node) in POLITICAL:
        return True
    return any(child.entity in ("GPE", "NORP") for child in node.children)


def is_someone(node: Node, depth: int = 0) -> bool:
    """Whether a phrase tells who: a name, a person's pronoun, or an actor with a name in it ("the Thai army")."""
    if node.named or node.lower in PERSONAL:
        return True
    if depth > 2 or (depth == 0 and not is_actor(node)):
        return False
    phrases = prepositional(node)
    parts = node.all(*BEFORE) + phrases.get("of", []) + phrases.get("in", [])
    return any(is_someone(part, depth + 1) for part in parts)
