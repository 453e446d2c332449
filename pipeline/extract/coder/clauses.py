"""From the tree to clauses: a predicate, who does it, to whom, and how it hangs in the sentence."""

from dataclasses import dataclass, field
from functools import cache

from pipeline.extract.coder.lexicon import classes, verbs
from pipeline.extract.coder.roles import is_actor
from pipeline.extract.coder.tree import TEMPORAL, Node, conjuncts, prepositional, spread, subtree
from pipeline.records import EventType

SUBJECTS = ("nsubj", "csubj", "expl")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
OBJECTS = ("dobj", "obj", "oprd", "attr", "acomp")
RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
NOT_PREDICATES = frozenset(
    {"aux", "auxpass", "amod", "compound", "prep", "case", "det", "poss", "nmod", "punct"}
)
FINITE = frozenset({"VBD", "VBZ", "VBP"})
COMPLEMENTS = ("xcomp", "ccomp")
# Verbs that leave the subject of their infinitive to their own subject although they have an object.
SUBJECT_CONTROL = frozenset(
    {
        "call",
        "phone",
        "telephone",
        "promise",
        "use",
        "pledge",
        "vow",
        "have",
        "take",
        "launch",
        "hold",
        "begin",
        "make",
    }
)
# Prepositions of what belongs to an act, unlike "after" and "following".
CLOSE = ("with", "of", "for", "in", "on", "at", "to")
WILLED = frozenset({"ACCEPT", "INTEND", "REFUSE", "THREATEN", "REQUEST"})


@dataclass(slots=True, eq=False)
class Clause:
    """A predicate and its parts, in their logical roles: a passive's agent is among `agents`.

    `complements` are the heads of the clauses below that say what is agreed, demanded, said;
    `prepositions` map each preposition to its objects, those of the object's own prepositions last.
    """

    verb: Node
    lemma: str
    particle: str | None
    passive: bool
    agents: list[Node] = field(default_factory=list)
    patients: list[Node] = field(default_factory=list)
    prepositions: dict[str, list[Node]] = field(default_factory=dict)
    complements: list[Node] = field(default_factory=list)
    auxiliaries: tuple[str, ...] = ()
    negated: bool = False
    parent: "Clause | None" = None
    below: list["Clause"] = field(default_factory=list)


def clauses_of(nodes: list[Node]) -> list[Clause]:
    """The clauses of a sentence, a governing clause before the ones below it."""
    found: dict[int, Clause] = {}
    for node in sorted((n for n in nodes if is_predicate(n)), key=_depth):
        found[node.index] = _clause(node, found)
    return list(found.values())


def is_predicate(node: Node) -> bool:
    """Whether a clause is built upon this token."""
    if node.dep in NOT_PREDICATES:
        return False
    if node.pos == "VERB" or (node.pos == "AUX" and node.dep not in ("aux", "auxpass")):
        return True
    return node.tag.startswith("VB") and bool(node.all(*SUBJECTS, *PASSIVE_SUBJECTS))


def is_marked(verb: Node, words: frozenset[str]) -> bool:
    """Whether one of `words` ("if", "unless") opens the clause of `verb`."""
    return any(mark.lower in words for mark in verb.all("mark"))


def _depth(node: Node) -> tuple[int, int]:
    return sum(1 for _ in node.ancestors()), node.index


def _clause(verb: Node, above: dict[int, Clause]) -> Clause:
    particle = verb.first("prt")
    auxiliaries = tuple(c.lower for c in verb.children if c.dep in ("aux", "auxpass"))
    parent = next((above[a.index] for a in verb.ancestors() if a.index in above), None)
    clause = Clause(
        verb,
        verb.lemma,
        particle.lower if particle else None,
        _is_passive(verb),
        prepositions={name: list(objects) for name, objects in prepositional(verb).items()},
        complements=_complements(verb),
        auxiliaries=auxiliaries,
        negated=_is_negated(verb),
        parent=parent,
    )
    if parent:
        parent.below.append(clause)
    _fill_roles(clause)
    for patient in clause.patients:
        for name, objects in prepositional(patient).items():
            clause.prepositions.setdefault(name, []).extend(objects)
    return clause


def _is_passive(verb: Node) -> bool:
    if verb.first("nsubjpass", "auxpass", "csubjpass", "agent"):
        return True
    if verb.dep == "acl" and verb.tag in (
        "VBN",
        "VBD",
    ):  # "the curfew imposed after …": VBD by a slip of the tagger
        return True
    if verb.dep == "conj" and verb.tag == "VBN" and not verb.first("nsubj", "aux", "dobj"):
        return _is_passive(verb.head)
    if _lacks_its_object(verb):
        return True
    # A headline drops the auxiliary: "Two hostages freed in northern town".
    return verb.tag == "VBN" and not verb.first("aux", "dobj", "nsubj") and verb.dep in ("advcl", "ROOT")


def _lacks_its_object(verb: Node) -> bool:
    """ "Two men killed in riot": a verb that must have an object, and has only a subject."""
    if verb.tag not in ("VBD", "VBN") or verb.lemma not in classes()["TRANSITIVE"] or not verb.first("nsubj"):
        return False
    return not any(v.first("aux", "prt", *OBJECTS, *COMPLEMENTS) for v in [verb, *verb.all("conj")])


def _is_negated(verb: Node) -> bool:
    if verb.first("neg"):
        return True
    subject = verb.first("nsubj", "nsubjpass")
    if subject and (subject.lower in ("nobody", "none") or any(c.lower == "no" for c in subject.children)):
        return True
    return any(c.lower in ("never", "not") and c.dep in ("advmod", "preconj") for c in verb.children)


def _complements(verb: Node) -> list[Node]:
    found = [c for c in verb.children if c.dep in COMPLEMENTS]
    for preposition in verb.all("prep"):
        found += preposition.all("pcomp")
    for adjective in verb.all("acomp"):
        found += adjective.all(*COMPLEMENTS)
    if not found and verb.lemma in _taking_infinitives():
        found = [c for c in verb.all("advcl") if any(a.lower == "to" for a in c.all("aux"))]
    return [c for node in found for c in _coordinated_verbs(node)]


@cache
def _taking_infinitives() -> frozenset[str]:
    """Verbs whose infinitive says what is meant, also where the parser takes it for a purpose."""
    table = verbs().items()
    return frozenset(word for word, entries in table if any(e.operator in WILLED for e in entries))


@cache
def _hurting() -> frozenset[str]:
    table = verbs().items()
    return frozenset(w for w, entries in table if any(e.event_type is EventType.ASSAULT for e in entries))


def _coordinated_verbs(node: Node) -> list[Node]:
    return [c for c in conjuncts(node) if c is node or not c.first("nsubj", "nsubjpass")]


def _fill_roles(clause: Clause) -> None:
    verb = clause.verb
    objects = spread([_antecedent(verb, o) for o in verb.all(*OBJECTS)]) or _shared_objects(verb)
    if clause.passive:
        clause.agents = clause.prepositions.get("by", []) or _stray_agents(clause)
        own = _own_subjects(verb, PASSIVE_SUBJECTS) or _own_subjects(verb, SUBJECTS)
        if verb.lemma in classes()["STATIVE"] and "by" not in clause.prepositions:
            clause.agents, clause.patients = own or _understood_patients(clause), objects
            return
        clause.patients = own or _understood_patients(clause)
        clause.patients = clause.patients + objects
        return
    clause.agents = _own_subjects(verb, SUBJECTS) or _understood_agents(clause)
    clause.patients = objects
    if verb.dep == "relcl" and not objects and verb.first("nsubj"):
        subject = verb.first("nsubj")
        if subject and subject.lower not in RELATIVE_PRONOUNS:
            clause.patients = [verb.head]


def _stray_agents(clause: Clause) -> list[Node]:
    """ "charged with theft by prosecutors", where the parser hangs those who charge on the theft."""
    around = [n for name in CLOSE for n in clause.prepositions.get(name, []) if n.pos in ("NOUN", "PROPN")]
    return [a for n in around for a in prepositional(n).get("by", []) if is_actor(a)]


def _shared_objects(verb: Node) -> list[Node]:
    """ "shot and wounded two men": the men, whom the parser hangs on the second verb alone."""
    if verb.lemma not in _hurting() or verb.first("prep", "prt", *COMPLEMENTS) or _is_passive(verb):
        return []
    following = verb.first("conj")
    shares = following and following.tag == verb.tag and not following.first("nsubj", "nsubjpass")
    return spread(following.all("dobj")) if following and shares else []


def _own_subjects(verb: Node, deps: tuple[str, ...]) -> list[Node]:
    subjects = [s for s in verb.all(*deps) if s.lower != "there"]
    return _listed(verb) + spread([_antecedent(verb, s) for s in subjects])


def _listed(verb: Node) -> list[Node]:
    """ "Iraq, Syria resume talks": the first of two states that a headline sets side by side."""
    first, subject = verb.first("npadvmod"), verb.first("nsubj")
    if first is None or subject is None or verb.tag != "VBP" or {first.entity, subject.entity} != {"GPE"}:
        return []
    between = [c for c in verb.children if first.index < c.index < subject.index]
    return [first] if [c.lower for c in between] == [","] else []


def _antecedent(verb: Node, node: Node) -> Node:
    """What a relative pronoun stands for."""
    if node.lower not in RELATIVE_PRONOUNS:
        return node
    for step in (verb, *verb.ancestors()):
        if step.dep == "relcl":
            return step.head
        if step.dep not in ("conj", *COMPLEMENTS):
            break
    return node


def _understood_agents(clause: Clause) -> list[Node]:
    """The subject of a clause that has none of its own: shared, controlled, or the noun that it modifies."""
    verb, parent = clause.verb, clause.parent
    if verb.dep == "acl":
        return _agents_of_modifier(clause)
    if verb.dep == "relcl":
        return conjuncts(verb.head)
    if parent is None and verb.dep in COMPLEMENTS and verb.head.pos in ("NOUN", "PROPN"):
        return conjuncts(verb.head)
    if parent is None:
        return _mistaken_apposition(verb)
    if verb.dep == "conj" or verb.dep == "advcl":
        return parent.patients if parent.passive and verb.dep == "conj" else parent.agents or parent.patients
    if verb.dep in (*COMPLEMENTS, "pcomp"):
        controlled = parent.patients and parent.lemma not in SUBJECT_CONTROL
        direct = [p for p in parent.patients if p.dep in ("dobj", "nsubjpass")]
        return (direct or parent.agents) if controlled else parent.agents
    return []


def _mistaken_apposition(verb: Node) -> list[Node]:
    """ "According to the ministry, Wang will …", "On Monday Wang met …": the parser may take the subject
    for a part of the phrase before it."""
    before = [n for p in verb.all("prep") if p.index < verb.index for n in subtree(p)]
    apposed = [n for n in before if n.dep == "appos" and n.named and n.index < verb.index][-1:]
    if apposed or not before or verb.tag not in FINITE:
        return apposed
    last, begin = before[-1], min([verb, *verb.all("aux")], key=lambda n: n.index)
    inside = last.pos in ("NOUN", "PROPN") and last.dep in ("pobj", "conj") and last.entity not in TEMPORAL
    return [last] if inside and last.index == begin.index - 1 else []


def _agents_of_modifier(clause: Clause) -> list[Node]:
    """ "fighters attacking the town": the fighters. "a plan to attack": who has the plan, or makes it."""
    verb, parent = clause.verb, clause.parent
    if verb.tag == "VBG":
        return conjuncts(verb.head)
    owners = verb.head.all("poss")
    if owners:
        return owners
    return parent.agents if parent else []


def _understood_patients(clause: Clause) -> list[Node]:
    verb, parent = clause.verb, clause.parent
    if verb.dep in ("acl", "relcl"):
        return conjuncts(verb.head)
    if parent is None:
        return []
    if verb.dep in ("conj", "advcl"):
        return parent.patients if parent.passive else parent.agents
    if verb.dep in COMPLEMENTS:
        direct = [p for p in parent.patients if p.dep in ("dobj", "nsubjpass")]
        return direct or parent.agents
    return []
