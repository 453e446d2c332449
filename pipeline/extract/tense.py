"""Where the verb that governs a phrase points: past, present or future."""

from functools import cache

from spacy.tokens import Span as Words
from spacy.tokens import Token

from pipeline.records import Tense
from pipeline.tables import rows

WILL = frozenset({"will", "'ll", "’ll", "wo"})
HAVE = frozenset({"have", "'ve", "’ve"})
MOST_STEPS = 60


@cache
def _lemmas(kind: str) -> frozenset[str]:
    found = rows("pipeline.extract", "tense_words.tsv")
    return frozenset(lemma for lemma, of_kind in found if of_kind == kind)


def tense_of(words: Words) -> Tense | None:
    """The tense of the verb that governs `words`, None if there is none above them."""
    token = words.root
    for _ in range(MOST_STEPS):
        if token.pos_ in ("VERB", "AUX") and token.i not in range(words.start, words.end):
            if (found := _of_verb(token)) is not None:
                return found
        elif token.lemma_.lower() in _lemmas("ahead") and token.pos_ == "ADJ":
            return _ahead(token)
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _of_verb(verb: Token) -> Tense | None:
    """The tense of one verb with its auxiliaries, None if the verb above it decides."""
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    modals = {child.lower_ for child in auxiliaries if child.tag_ == "MD"} | (
        {verb.lower_} if verb.tag_ == "MD" else set()
    )
    if modals:
        past = not modals & WILL and any(child.lower_ in HAVE for child in auxiliaries)
        return Tense.PAST if past else Tense.FUTURE
    if any(child.tag_ == "TO" for child in auxiliaries):
        return _infinitive(verb)
    tags = {child.tag_ for child in auxiliaries} | {verb.tag_}
    if "VBD" in tags:
        return Tense.PAST
    if auxiliaries and any(child.lemma_ == "have" for child in auxiliaries):
        return Tense.PAST
    if verb.tag_ == "VBN" and not auxiliaries:
        return Tense.FUTURE if verb.lemma_ in _lemmas("ahead") else Tense.PAST
    if tags & {"VBZ", "VBP"}:
        ahead = any(
            c.lemma_.lower() in _lemmas("ahead") for c in verb.children if c.dep_ in ("acomp", "oprd")
        ) or _going_to(verb)
        return Tense.FUTURE if ahead else Tense.PRESENT
    return None


def _going_to(verb: Token) -> bool:
    return verb.lower_ == "going" and any(child.dep_ == "xcomp" for child in verb.children)


def _ahead(word: Token) -> Tense:
    """What is due lies ahead, what had been due lies behind."""
    verb = word.head if word.dep_ in ("acomp", "attr", "oprd") else word
    had = any(child.lower_ in ("had", "'d") and child.dep_ == "aux" for child in verb.children)
    return Tense.PAST if had else Tense.FUTURE


def _infinitive(verb: Token) -> Tense | None:
    """An infinitive points ahead, in headlines too, unless it tells how a thing done was done."""
    governor = verb.head
    if governor.i == verb.i or governor.lemma_.lower() in _lemmas("ahead"):
        return _ahead(governor)
    if verb.dep_ == "advcl" or governor.lemma_.lower() in _lemmas("done"):
        return None
    return Tense.FUTURE
