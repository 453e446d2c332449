"""What a clause says, from the lexicon and from what its words do to each other.

An operator word ("agree", "refuse", "threaten", "stop", "launch"), a negation, a future or a "must" acts
on the reading of what is below it; operators.tsv says what comes out.
"""

from dataclasses import dataclass, replace

from pipeline.extract.coder.clauses import Clause, is_marked
from pipeline.extract.coder.frames import event_noun, verb_entries
from pipeline.extract.coder.lexicon import Entry, Line, Rule, operators, polarity
from pipeline.extract.coder.roles import is_actor, reporting
from pipeline.extract.coder.tree import Node
from pipeline.records import EventType

FUTURE = frozenset({"will", "'ll", "’ll", "wo", "shall"})
AUXILIARIES = frozenset({"NOT", "FUTURE", "MUST", "UNLESS"})
FEARING = frozenset({"fear", "worry", "dread"})
CONDITIONS = frozenset({"if", "unless", "were"})
ULTIMATE = frozenset({"unless"})
OBLIGATION = frozenset({"must", "should", "ought"})
LIGHT_PREPOSITIONS = ("in", "to", "on", "into", "with", "for", "at", "from")
INNER_PREPOSITIONS = ("for", "to", "on", "from", "with", "against", "under")
MAX_DEPTH = 5


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One event as read. `inner` is the act that an operator acts on; `noun` the event noun if it has one;
    `top` the clause of an operator that leaves the act as it is.

    `operators` are those that acted, outermost first; `lines` what the word lists say of it, innermost first.
    """

    event_type: EventType
    mode: str | None
    cameo_code: str | None
    strength: float
    trigger: Node
    clause: Clause | None = None
    noun: Node | None = None
    inner: "Reading | None" = None
    top: Clause | None = None
    operators: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


class Composer:
    """Reads the clauses of one sentence, each once."""

    def __init__(self, clauses: list[Clause]) -> None:
        self.clauses = {c.verb.index: c for c in clauses}
        self.consumed: dict[int, Node] = {}  # token to the trigger of the event that it is a part of
        self._memo: dict[int, Reading | None] = {}

    def read(self, clause: Clause, depth: int = 0) -> Reading | None:
        """The event that a clause tells of, None if none."""
        key = clause.verb.index
        if key not in self._memo:
            self._memo[key] = None
            self._memo[key] = self._read(clause, depth)
        return self._memo[key]

    def _read(self, clause: Clause, depth: int) -> Reading | None:
        reading = None
        for entry in verb_entries(clause):
            reading = self._apply(clause, entry, depth)
            if reading:
                break
        return self._with_auxiliaries(clause, reading)

    def _apply(self, clause: Clause, entry: Entry, depth: int) -> Reading | None:
        if entry.event_type:
            return _direct(clause, entry)
        assert entry.operator
        inner = self._inner(clause, entry.operator, depth) if depth < MAX_DEPTH else None
        composed = compose(entry.operator, inner, clause, entry.strength, entry.line)
        if composed and inner and composed.trigger is not inner.trigger:
            self.consumed[inner.trigger.index] = composed.trigger
            if inner.clause:
                self.consumed[inner.clause.verb.index] = composed.trigger
        return composed

    def _inner(self, clause: Clause, operator: str, depth: int) -> Reading | None:
        """The act that an operator acts on: what is stopped stands as an object, all else may be a clause."""
        finders = (self._below, _among_objects)
        for find in reversed(finders) if operator == "STOP" else finders:
            reading = find(clause, operator, depth)
            if reading:
                return reading
        return None

    def _below(self, clause: Clause, operator: str, depth: int) -> Reading | None:
        for node in clause.complements:
            if operator == "START" and node.dep == "ccomp":
                continue
            below = self.clauses.get(node.index)
            reading = self.read(below, depth + 1) if below else _of_noun(node)
            if reading:
                return reading
        return None

    def _with_auxiliaries(self, clause: Clause, reading: Reading | None) -> Reading | None:
        if OBLIGATION.intersection(clause.auxiliaries):
            return compose("MUST", reading, clause, 1.0)
        if reading is None:
            return None
        if clause.negated:
            return compose("NOT", reading, clause, 1.0) or reading
        if is_future(clause) and not (clause.parent and clause.parent.lemma in FEARING):
            reading = compose("FUTURE", reading, clause, 1.0) or reading
        if any(is_marked(v, ULTIMATE) for v in clause.verb.all("advcl")):
            return compose("UNLESS", reading, clause, 1.0) or reading
        return reading


def _direct(clause: Clause, entry: Entry) -> Reading:
    """What an entry with a type says; an object of the same type ("launched airstrikes") tells the mode."""
    assert entry.event_type
    reading = Reading(
        entry.event_type,
        entry.mode,
        entry.cameo_code,
        entry.strength,
        clause.verb,
        clause,
        lines=(entry.line,),
    )
    if entry.mode:
        return reading
    for patient in clause.patients:
        found = _of_noun(patient)
        if found and found.event_type is entry.event_type and found.mode:
            lines = (*found.lines, entry.line)
            return replace(
                reading, mode=found.mode, cameo_code=found.cameo_code, noun=found.noun, lines=lines
            )
    return reading


def _among_objects(clause: Clause, operator: str, _: int) -> Reading | None:
    objects = list(clause.patients)
    for name in LIGHT_PREPOSITIONS if operator == "START" else INNER_PREPOSITIONS:
        objects += clause.prepositions.get(name, [])
    return next((reading for reading in map(_of_noun, objects) if reading), None)


def is_future(clause: Clause) -> bool:
    """Whether a clause tells of what its subject will do: "will", an unconditional "would", a headline's "to"."""
    if FUTURE.intersection(clause.auxiliaries):
        return True
    if "to" in clause.auxiliaries and _heads_the_sentence(clause.verb):
        return True
    if "would" not in clause.auxiliaries:
        return False
    if clause.verb.dep == "ROOT":
        return not any(is_marked(v, CONDITIONS) for v in clause.verb.all("advcl"))
    return clause.verb.dep in ("ccomp", "conj") and bool(clause.parent and clause.parent.lemma in reporting())


def _heads_the_sentence(verb: Node) -> bool:
    """ "Minister to visit Madrid": the parser may take a headline's verb for a part of its subject."""
    if verb.dep == "ROOT":
        return verb.first("nsubj", "nsubjpass") is not None
    return verb.dep in ("acl", "relcl", "xcomp", "ccomp") and verb.head.dep == "ROOT" and is_actor(verb.head)


def nominal(noun: Node) -> Reading | None:
    """The event that a noun names by itself, None if none."""
    return _of_noun(noun)


def compose(
    operator: str, inner: Reading | None, clause: Clause, strength: float, *lines: Line
) -> Reading | None:
    """What `operator`, a word or auxiliary of `clause`, makes of `inner`; None if it makes no event.

    `lines` are those of the word lists that tell of the operator's word.
    """
    rule = _rule(operator, inner)
    if rule is None:
        return None
    lines = (*(inner.lines if inner else ()), *lines, rule.line)
    if rule.event_type is None:
        assert inner
        return _kept(operator, inner, clause, rule.factor * (0.5 + 0.5 * strength), lines)
    return Reading(
        rule.event_type,
        rule.mode,
        rule.cameo_code,
        strength * rule.factor * (0.5 + 0.5 * inner.strength if inner else 1.0),
        clause.verb,
        clause,
        inner.noun if inner else None,
        inner,
        None,
        (operator, *(inner.operators if inner else ())),
        lines,
    )


def _kept(operator: str, inner: Reading, clause: Clause, factor: float, lines: tuple[Line, ...]) -> Reading:
    """The act below, as it is: of a clause of its own, or of a noun that `clause` lends its subject."""
    strength = inner.strength * factor
    if operator in AUXILIARIES:
        return replace(inner, strength=strength, lines=lines)
    operators_ = (operator, *inner.operators)
    own = inner.clause or clause
    return replace(inner, strength=strength, clause=own, top=clause, operators=operators_, lines=lines)


def _rule(operator: str, inner: Reading | None) -> Rule | None:
    table = operators()
    if inner is None:
        return table.get((operator, "NONE"))
    sign = polarity().get(inner.event_type, "")
    if operator == "REQUEST" and inner.operators[:1] == ("STOP",) and sign == "NEGATIVE":
        return table[operator, "ANY"]
    kinds = (
        f"NOT:{sign}" if inner.clause and inner.clause.negated and not inner.operators else "",
        f"{inner.event_type}:noun" if inner.clause is None else "",
        f"{inner.event_type}:{inner.mode}",
        inner.event_type,
        sign,
        "ANY",
    )
    return next((table[operator, k] for k in kinds if (operator, k) in table), None)


def _of_noun(node: Node) -> Reading | None:
    found = event_noun(node)
    if found is None:
        return None
    noun, entry = found
    assert entry.event_type
    return Reading(
        entry.event_type,
        entry.mode,
        entry.cameo_code,
        entry.strength,
        noun,
        noun=noun,
        lines=(entry.line,),
    )
