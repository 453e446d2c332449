"""What a sentence is about if none of the sixteen types is in it: its main clause, as OTHER."""

from pipeline.extract.coder.clauses import PASSIVE_SUBJECTS, SUBJECTS, Clause
from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.events import Found
from pipeline.extract.coder.modality import modality_of
from pipeline.extract.coder.tree import TEMPORAL, Node, conjuncts, spread
from pipeline.records import EventType, Modality

CONFIDENCE = 0.1
SAYING = frozenset({"say", "report"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
LOOSE = ("npadvmod", "dep", "nmod", "compound", "amod", "nummod")
TOWARD = ("with", "against")
QUOTES = frozenset("\"'“”‘’`")


def central(nodes: list[Node], clauses: list[Clause]) -> list[Found]:
    """The main clause of a sentence, as OTHER; what it says of somebody without a verb; none if it has neither.

    A clause that is quoted comes after the others. Of "set to check" and "manages to avoid" the act is told, which
    is what is set or managed. Actors are those that the sentence is about: also whom something happens to, if
    nobody else does it. Recipients are its objects, else those with or against whom it is.
    """
    quoted = _quoted(nodes)
    main = min(
        (c for c in clauses if _may_be_main(c)), key=lambda c: c.verb.index in quoted, default=None
    )  # the highest of those alike
    if said := _verbless(nodes):
        return said
    if main is None:
        return []
    main = _act(_first_of(main, quoted))
    reading = Reading(EventType.OTHER, None, None, CONFIDENCE, main.verb, main)
    actors = main.agents or (main.patients if main.passive else []) or _without_finite_verb(main.verb)
    others = main.patients or [o for name in TOWARD for o in main.prepositions.get(name, ())]
    recipients = [p for p in others if p.pos in NOMINAL and p not in actors and p.entity not in TEMPORAL]
    modality = modality_of(reading)
    if modality is Modality.OCCURRED and main.verb.tag == "VBG" and not main.auxiliaries:
        modality = Modality.ONGOING  # a headline leaves out the "is" of "is building"
    return [Found(reading, modality, actors, recipients, {}, CONFIDENCE)]


def _quoted(nodes: list[Node]) -> frozenset[int]:
    """The tokens between quotation marks: one opens behind a space, and one closes before a space or a stop."""
    opened, found = None, set[int]()
    for before, node in zip([None, *nodes], nodes, strict=False):
        if node.text[0] not in QUOTES:
            continue
        if before is None or before.end < node.start:
            opened = node.index
        elif opened is not None and not _goes_on(node, nodes):
            found.update(range(opened, node.index))
            opened = None
    return frozenset(found)


def _goes_on(node: Node, nodes: list[Node]) -> bool:
    """Whether the next word comes right behind a token: "it's"."""
    after = nodes[node.index + 1] if node.index + 1 < len(nodes) else None
    return node.text[-1].isalnum() or (
        after is not None and after.start == node.end and after.text[0].isalnum()
    )


def _may_be_main(clause: Clause) -> bool:
    verb = clause.verb
    if clause.lemma in SAYING or (verb.dep == "relcl" and not _is_headline_infinitive(verb)):
        return False
    if verb.dep == "acl" and verb.head.head is not verb.head and verb.head.dep != "conj":
        return False
    return bool(clause.agents or clause.patients or _without_finite_verb(verb))


def _is_headline_infinitive(verb: Node) -> bool:
    """ "Alder Energy to launch …", where the parser takes the infinitive for a relative clause."""
    head = verb.head
    bearer = head.head is head and (head.pos == "PROPN" or head.tag == "NNS")
    return bearer and verb.dep in ("acl", "relcl") and any(a.lower == "to" for a in verb.all("aux"))


def _first_of(clause: Clause, quoted: frozenset[int]) -> Clause:
    """What is told before the verb that the parser took for the main one: "Trains collide, driver injured"."""
    before = (c for c in clause.below if c.verb.dep == "ccomp" and c.verb.index < clause.verb.index)
    return next((c for c in before if _may_be_main(c) and c.verb.index not in quoted), clause)


def _act(clause: Clause) -> Clause:
    """The act that a clause leads up to: "set to check", "try to reach"."""
    while not clause.patients:
        act = next((c for c in clause.below if c.verb.dep == "xcomp" and "to" in c.auxiliaries), None)
        if act is None or not (act.agents or act.patients):
            break
        clause = act
    return clause


def _without_finite_verb(verb: Node) -> list[Node]:
    """Whom a headline is about whose verb has no subject for the parser: "Relief fund red-flagged after …"."""
    if _is_headline_infinitive(verb):
        return conjuncts(verb.head)
    before = [c for c in verb.all(*LOOSE) if c.index < verb.index and c.pos in NOMINAL]
    return spread([c for c in before if c.entity not in TEMPORAL][:1]) if verb.head is verb else []


def _verbless(nodes: list[Node]) -> list[Found]:
    """What an adjective says of somebody: "Fans outraged after …", "Five dead in …"."""
    root = next((n for n in nodes if n.head is n), None)
    if root is None:
        return []
    said = next((c for c in root.all("amod") if c.index == root.index + 1 and c.pos == "ADJ"), None)
    about = [root] if said else _about(root) if root.pos == "ADJ" else []
    if not about:
        return []
    word = said or root
    reading = Reading(EventType.OTHER, None, None, CONFIDENCE, word, noun=word)
    return [Found(reading, Modality.OCCURRED, spread(about[:1]), [], {}, CONFIDENCE)]


def _about(adjective: Node) -> list[Node]:
    before = [c for c in adjective.all(*LOOSE) if c.index < adjective.index]
    return adjective.all(*SUBJECTS, *PASSIVE_SUBJECTS) or before
