"""Whether an event has happened, goes on, is planned, is only possible, or did not happen."""

from dataclasses import dataclass, replace
from functools import cache

from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.compose import FEARING, Reading
from pipeline.extract.coder.lexicon import Line, numbered_rows
from pipeline.extract.coder.tree import Node
from pipeline.records import Modality

# Operators whose result is an act of its own: that it was said, refused or stopped has happened.
SPEECH = frozenset({"INTEND", "REFUSE", "REQUEST", "THREATEN", "STOP", "MUST"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A modality, and what tells it: a line of modality.tsv, or how the sentence is built."""

    modality: Modality
    why: str | Line


NOT = Cue(Modality.NEGATED, "a negation")
INFINITIVE = Cue(Modality.PLANNED, "an infinitive of what is to be")
PROGRESSIVE = Cue(Modality.ONGOING, "a progressive form")
PLAIN = Cue(Modality.OCCURRED, "no word says otherwise")


@cache
def _cues() -> dict[tuple[str, str], Cue]:
    """By kind (aux, mark, verb, modifier, preposition) and word."""
    table = numbered_rows("modality.tsv")
    return {(kind, word): Cue(Modality(modality), line) for line, (kind, word, modality) in table}


def modality_of(reading: Reading) -> Modality:
    """The modality of an event, by the words over it; see modality.tsv for the cues."""
    return cue_of(reading).modality


def cue_of(reading: Reading) -> Cue:
    """The modality of an event, and what tells it."""
    if reading.clause is None:
        assert reading.noun
        return _of_noun(reading.noun, None)
    own = _of_clause(reading.clause, composed_negation="NOT" in reading.operators)
    if own.modality is Modality.OCCURRED and reading.noun and not SPEECH.intersection(reading.operators):
        return _of_noun(reading.noun, reading.clause)
    return own


def _of_clause(clause: Clause, composed_negation: bool = False) -> Cue:
    if clause.negated and not composed_negation:
        return NOT
    mark = clause.verb.first("mark")
    if mark and ("mark", mark.lower) in _cues():
        return _cues()["mark", mark.lower]
    for auxiliary in clause.auxiliaries:
        cue = _cues().get(("aux", auxiliary))
        if cue and not (composed_negation and cue.modality is Modality.PLANNED):
            return replace(cue, modality=Modality.HYPOTHETICAL) if _is_feared(clause) else cue
    if _is_headline_infinitive(clause):
        return INFINITIVE
    above = _from_above(clause)
    if above:
        return above
    if clause.verb.tag == "VBG" and {"is", "are", "'s", "been", "’s"}.intersection(clause.auxiliaries):
        return PROGRESSIVE
    return PLAIN


def _is_feared(clause: Clause) -> bool:
    """ "they fear that it will …"."""
    return clause.parent is not None and clause.verb.dep == "ccomp" and clause.parent.lemma in FEARING


def _is_headline_infinitive(clause: Clause) -> bool:
    """ "Minister to visit Madrid"."""
    verb = clause.verb
    return "to" in clause.auxiliaries and (verb.dep == "ROOT" or bool(verb.first("nsubj")))


def _from_above(clause: Clause) -> Cue | None:
    """What the governing verb says of the clause below it: "hopes to", "is expected to", "if", "would"."""
    parent, verb = clause.parent, clause.verb
    if verb.dep in ("acl", "relcl") and "to" in clause.auxiliaries:
        return _cues().get(("noun", verb.head.lemma), INFINITIVE)
    if parent is None or verb.dep not in ("xcomp", "ccomp", "conj", "advcl", "pcomp"):
        return None
    if verb.dep in ("xcomp", "ccomp", "pcomp"):
        cue = _cues().get(("verb", parent.lemma))
        if cue and not (cue.modality is Modality.PLANNED and _is_past(clause)):
            return cue
        return _inherited(parent) if verb.dep != "ccomp" else None
    if verb.dep == "advcl" and "to" in clause.auxiliaries:
        return INFINITIVE
    if verb.dep == "conj" and not verb.first("nsubj", "nsubjpass", "aux"):
        return _inherited(parent)
    return None


def _is_past(clause: Clause) -> bool:
    """ "announced that it had arrested ten men"."""
    return clause.verb.tag == "VBD" or not {"have", "has", "had"}.isdisjoint(clause.auxiliaries)


def _inherited(clause: Clause) -> Cue | None:
    above = _of_clause(clause)
    return above if above.modality is not Modality.OCCURRED else None


def _of_noun(noun: Node, clause: Clause | None) -> Cue:
    cues = _cues()
    for child in noun.children:
        cue = cues.get(("modifier", child.lemma))
        if cue:
            return cue
        if child.dep == "det" and child.lower == "no":
            return NOT
    if clause is None:
        return _over_noun(noun)
    return cues.get(("verb", clause.lemma), PLAIN)


def _over_noun(noun: Node) -> Cue:
    """By the words over a noun: prepositions right above it, then nouns up to the verb, then the verb."""
    cues = _cues()
    near = True
    for above in noun.ancestors():
        if above.pos == "ADP" or above.dep in ("prep", "advmod"):
            cue = cues.get(("preposition", above.lower)) if near else None
        elif above.pos in ("VERB", "AUX"):
            return cues.get(("verb", above.lemma)) or _auxiliary_cue(above)
        else:
            near, cue = False, cues.get(("noun", above.lemma))
        if cue:
            return cue
    return PLAIN


def _auxiliary_cue(verb: Node) -> Cue:
    if verb.first("neg"):
        return NOT
    cues = (_cues().get(("aux", c.lower)) for c in verb.children if c.dep in ("aux", "auxpass"))
    return next((c for c in cues if c), PLAIN)
