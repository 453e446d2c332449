"""Which nouns stand for people and bodies, and which of those act in politics and conflict."""

from functools import cache

from pipeline.actors.leaders import names
from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.tree import Node, prepositional

ACTING = frozenset({"PERSON", "ORG", "GPE", "NORP"})
ROLES = frozenset({"GOV", "LEG", "MIL", "COP", "JUD", "REB", "CRM", "PTY", "OPP", "CVL", "MED", "BUS", "ATH"})
POLITICAL = frozenset(
    {"GOV", "MIL", "COP", "JUD", "LEG", "REB", "PTY", "OPP", "IGO", "NGO", "CVL", "SPY", "UAF"}
)
PERSONAL = frozenset({"him", "her", "them", "he", "she", "they", "me", "us"})
MODIFIERS = ("compound", "amod", "nmod", "poss")


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
        if child.dep in (*MODIFIERS, "appos") and child.lemma in table:
            return table[child.lemma]
    return None


def is_actor(node: Node) -> bool:
    """Whether a phrase can act: a person, a body, a people or a state."""
    return node.entity in ACTING or node.lemma in _roles()


def political_names(nodes: list[Node]) -> frozenset[str]:
    """Last names that stand somewhere beside an office of politics, force or law ("President Lula"), or whose
    whole name is a leader's."""
    people = [n for n in nodes if n.entity == "PERSON"]
    return frozenset(n.lower for n in people if role_of(n) in POLITICAL or n.lower in _leaders())


@cache
def _leaders() -> frozenset[str]:
    """Last names of those in the table of office holders that are no everyday words."""
    return frozenset(key.split(" ")[-1] for key in names())


def is_political(node: Node, names: frozenset[str] = frozenset()) -> bool:
    """Whether a phrase is a state, a person of `names`, or one of politics, armed force, law or protest."""
    if node.entity in ("GPE", "NORP") or (node.entity == "PERSON" and node.lower in names):
        return True
    if role_of(node) in POLITICAL:
        return True
    return any(c.entity in ("GPE", "NORP") for c in node.children)


def is_someone(node: Node, depth: int = 0) -> bool:
    """Whether a phrase tells who: a name, a person's pronoun, or an actor with a name in it ("the Thai army")."""
    if node.named or node.lower in PERSONAL:
        return True
    if depth > 2 or (depth == 0 and not is_actor(node)):
        return False
    phrases = prepositional(node)
    parts = node.all(*MODIFIERS) + phrases.get("of", []) + phrases.get("in", [])
    return any(is_someone(part, depth + 1) for part in parts)
