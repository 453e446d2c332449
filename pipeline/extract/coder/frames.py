"""Whether a clause or a noun phrase fits a lexicon entry.

A constraint is ``slot:filler``, or ``slot:A|B``; ``!`` before it negates. Slots are ``subj`` (logical
subject), ``obj`` (logical object), ``comp`` (a clause below), ``mod`` (a noun's modifiers) and any
preposition. Fillers are a class of classes.tsv (upper case), a lemma (lower case), ``=TYPE`` or
``=SIGN`` (a noun that is itself such an event), a role of roles.tsv, or one of ANY, NAMED,
PERSON, ORG, GPE, ACTOR (named, or a word for people and bodies) and REFLEXIVE.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.lexicon import Constraint, Entry, classes, nouns, polarity, verbs
from pipeline.extract.coder.roles import ROLES, is_actor, role_of
from pipeline.extract.coder.tree import Node, measured, prepositional

MAX_DEPTH = 3
TIMES = frozenset({"DATE", "TIME"})
MODIFIERS = ("compound", "amod", "nmod", "nummod", "poss", "advmod")
NAMING = ("compound", "amod", "nmod")
SPECIAL = ROLES | {"ANY", "NAMED", "PERSON", "ORG", "GPE", "ACTOR", "REFLEXIVE"}


def verb_entries(clause: Clause) -> Iterator[Entry]:
    """The entries that fit a clause, best first; those of verb and particle before the verb's."""
    words = [word for word in words_of(clause) if word in verbs()]
    if not words:
        return
    filled = _filled(clause)
    for word in words:
        for entry in _entries_with(word, filled & _slots(word)):
            if all(clause_holds(clause, c) for c in entry.constraints):
                yield entry


def _filled(clause: Clause) -> frozenset[str]:
    """The slots of a clause that something fills."""
    own = {"subj": clause.agents, "obj": clause.patients, "comp": clause.complements}
    return frozenset(slot for slot, nodes in (*own.items(), *clause.prepositions.items()) if nodes)


@cache
def _slots(word: str) -> frozenset[str]:
    """All slots that the entries of a verb need filled."""
    return frozenset().union(*(entry.slots for entry in verbs()[word]))


@lru_cache(maxsize=10_000)
def _entries_with(word: str, slots: frozenset[str]) -> tuple[Entry, ...]:
    """The entries of a verb that need no slots but these."""
    return tuple(entry for entry in verbs()[word] if entry.slots <= slots)


def noun_entry(noun: Node) -> Entry | None:
    """The first entry that fits an event noun; a month or day ("March") is none."""
    if noun.entity in TIMES:
        return None
    entries = nouns().get(noun.lemma, ())
    return next((e for e in entries if all(noun_holds(noun, c) for c in e.constraints)), None)


def event_noun(noun: Node, depth: int = 0) -> tuple[Node, Entry] | None:
    """The event that a noun phrase names: its head, or what is behind "a series of", "the end of"."""
    entry = noun_entry(noun)
    if entry:
        return noun, entry
    if depth >= MAX_DEPTH or not is_transparent(noun):
        return None
    below = [o for name in ("of", "for") for o in prepositional(noun).get(name, [])]
    for node in below + noun.all("compound", "nmod"):
        found = event_noun(node, depth + 1)
        if found:
            return found
    return None


def words_of(clause: Clause) -> list[str]:
    """The words of verbs.tsv that may say what a clause tells, the ones of several words first."""
    if clause.particle:
        return [f"{clause.lemma} {clause.particle}", clause.lemma]
    joined = [f"{clause.lemma} {c.lower}" for c in clause.verb.children if c.dep in ("prep", "advmod")]
    return [*joined, clause.lemma]


def clause_holds(clause: Clause, constraint: Constraint) -> bool:
    """Whether what fills a slot of a clause is as `constraint` asks."""
    return _any_is(clause_fillers(clause, constraint.slot), constraint) is not constraint.negated


def clause_fillers(clause: Clause, slot: str) -> Sequence[Node]:
    """What fills a slot of a clause."""
    if slot == "subj":
        return clause.agents
    if slot == "obj":
        return measured(clause.patients, TIMES)
    if slot == "comp":
        return clause.complements
    return measured(clause.prepositions.get(slot, ()), TIMES)


def noun_holds(noun: Node, constraint: Constraint) -> bool:
    """Whether what hangs on a noun is as `constraint` asks."""
    return _any_is(noun_fillers(noun, constraint.slot), constraint) is not constraint.negated


def noun_fillers(noun: Node, slot: str) -> Sequence[Node]:
    """What fills a slot of a noun."""
    if slot == "mod":
        return noun.all(*MODIFIERS)
    return prepositional(noun).get(slot, ())


def _any_is(nodes: Sequence[Node], constraint: Constraint) -> bool:
    if not nodes:
        return False
    words, others = _told_apart(constraint)
    for node in nodes:
        if not words.isdisjoint(called(node)):
            return True
        for filler in others:
            if is_a(node, filler):
                return True
    return False


@cache
def _told_apart(constraint: Constraint) -> tuple[frozenset[str], tuple[str, ...]]:
    """All words that the classes and lemmas among the fillers stand for, and the other fillers."""
    others = tuple(f for f in constraint.fillers if f in SPECIAL or f.startswith("="))
    return frozenset().union(*(_words(f) for f in constraint.fillers if f not in others)), others


def _words(filler: str) -> frozenset[str]:
    return classes().get(filler) or frozenset((filler,))


def is_a(node: Node, filler: str, depth: int = 0) -> bool:
    """Whether a phrase with head `node` is a filler; see the module's docstring."""
    if filler.startswith("="):
        found = event_noun(node)
        type_ = found and found[1].event_type
        return bool(type_) and (filler == "=ANY" or filler[1:] in (type_, polarity().get(type_)))  # type: ignore[arg-type]
    if filler not in SPECIAL:
        return not _words(filler).isdisjoint(called(node))
    if _is_special(node, filler):
        return True
    if depth < MAX_DEPTH and is_transparent(node):
        return any(is_a(o, filler, depth + 1) for o in prepositional(node).get("of", []))
    return False


def called(node: Node) -> frozenset[str]:
    """The lemmas that a phrase goes by: of its head, of the nouns and adjectives before that, and of what it measures.

    The answer is kept on the node, as that of `prepositional`.
    """
    if node.called is None:
        node.called = frozenset(_called(node))
    return node.called


def _called(node: Node, depth: int = 0) -> Iterator[str]:
    yield node.lemma
    for child in node.children:
        if child.dep in NAMING:
            yield child.lemma
    if depth < MAX_DEPTH and is_transparent(node):
        for measured_ in prepositional(node).get("of", ()):
            yield from _called(measured_, depth + 1)


def _is_special(node: Node, filler: str) -> bool:
    if filler in ROLES:
        return role_of(node) == filler
    match filler:
        case "ANY":
            return True
        case "NAMED":
            return node.named
        case "PERSON" | "ORG" | "GPE":
            return node.entity == filler
        case "ACTOR":
            return is_actor(node)
    return node.lower in ("himself", "herself", "itself", "themselves")  # REFLEXIVE


def is_transparent(noun: Node) -> bool:
    """Whether a noun only measures what follows it: "hundreds of", "a series of"."""
    return noun.lemma in classes()["TRANSPARENT"] or noun.pos == "NUM"
