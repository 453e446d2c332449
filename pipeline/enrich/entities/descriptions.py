"""Phrases that describe an actor without naming it, read with what stands right beside them."""

import re
from dataclasses import replace
from datetime import date

from pipeline.actors import Identity, Kind, identify
from pipeline.enrich.entities.antecedents import Stage, pronouns, stands_for
from pipeline.records import Phrase, Span

# How far beside a phrase its possessor or place may stand, in characters.
REACH = 60

_NAME = r"[A-Z][\w'’.\-]*(?:\s[A-Z][\w'’.\-]*)*"
_POSSESSOR = re.compile(rf"{_NAME}(?<=['’]s|[s]['’])\s(?:\w+\s){{0,2}}$")
# What counts or determines its noun has no possessor before it: "Chad's army killed [two rebels]".
_DETERMINED = re.compile(
    r"(?:\d|(?:an?|the|some|several|many|both|all|two|three|four|five|six|seven|eight|nine|ten|dozens)\b)",
    re.I,
)
_PLACE = re.compile(
    r"\s(?:of|in|from|at)\s(?:the\s)?"
    r"(?:(?:capital|city|town|village|province|northern|southern|eastern|western|central)\s(?:of\s)?)*"
    + _NAME
)


def read_in_place(phrase: Phrase, text: str, on: date | None) -> Identity:
    """The identity of `phrase`; without a country, it gets that of a possessor or place beside it.

    So in "Sudan's [government]" and "[gunmen] in Kabul", where the phrase holds only the bracketed words.
    """
    identity = identify(phrase.span.text, on)
    if (
        identity.country
        or identity.kind not in (Kind.GROUP, Kind.OFFICE)
        or identity.sector in ("IGO", "IMG")
    ):
        return identity
    start, end = phrase.span.start, phrase.span.end
    before = _POSSESSOR.search(text, max(0, start - REACH), start)
    if before and not _DETERMINED.match(phrase.span.text):
        owned = identify(text[before.start() : end], on)
        if owned.country:
            return owned
    behind = _PLACE.match(text, end, min(len(text), end + REACH))
    if behind:
        placed = identify(text[start : behind.end()], on)
        if placed.country:
            return replace(identity, country=placed.country)
    return identity


def with_owner(phrase: Phrase, identity: Identity, stage: Stage) -> Identity:
    """`identity` with the country of whom its possessive pronoun stands for: "their forces"."""
    word = phrase.span.text.split(" ", 1)[0]
    pronoun = pronouns().get(word.lower())
    if identity.country or identity.sector is None or pronoun is None or pronoun.case != "possessive":
        return identity
    span = Span(word, phrase.span.start, phrase.span.start + len(word), phrase.span.part)
    owner = stands_for(Phrase(span, span, phrase.sentence, True), stage, frozenset())
    return replace(identity, country=owner.identity.country) if owner else identity
