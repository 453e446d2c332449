"""Where actors come up in an article: what the model marked, each read in context."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pipeline.actors import Identity, Kind, identify
from pipeline.actors.lexicon import Sort, chunks, vocabulary
from pipeline.actors.tables import words
from pipeline.actors.tokens import tokens
from pipeline.records import Article, Extraction, Mention, Part, Phrase, Place, Span

NAMING = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
# How far to the left of a name its title may begin, how long an apposition behind it may be: characters.
TITLE_REACH, ASIDE_REACH = 80, 90

_ASIDE = re.compile(r"\s?(?:,|\()\s?((?:[^,;.()]|(?<=\b[A-Z])\.)+)(?=[,;)]|\.\s*$)")
_ASIDE_OPENS = re.compile(
    r"(?:the|a|an|who is|[A-Z][\w.]*(?:['’]s|s['’])|[A-Z]\w+(?:an|ese|ish|i|ch))\s", re.ASCII
)
_TITLE = re.compile(r"(?:(?:[A-Z][\w.\-]*(?:['’]s?)?|[a-z]+(?:-[a-z]+)?)\s+){1,7}$")
_ACRONYM = re.compile(r"\s?\(([A-Z][A-Za-z.&]{1,9})\)")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where an actor comes up. `label` is the model's, None for a phrase of an event.

    A `guess` is a lone surname that the table of public figures knows; bearers in the article come first.
    """

    span: Span
    sentence: int
    identity: Identity
    label: str | None
    name: str
    acronym: str | None = None
    guess: bool = False


def day_of(article: Article) -> date | None:
    """The day in whose light names are read."""
    return article.published_at.date() if article.published_at else None


def sightings(article: Article, extraction: Extraction, places: Sequence[Place | None]) -> list[Sighting]:
    """The named mentions of an article, title first, each read with its title and apposition.

    What the model marked and holds no letter and no digit, such as a dash, names nobody.
    """
    on = day_of(article)
    texts = {Part.TITLE: article.title or "", Part.TEXT: article.text or ""}
    out = []
    for i, mention in enumerate(extraction.mentions):
        if mention.label in NAMING and any(map(str.isalnum, mention.span.text)):
            bounds = extraction.sentences[mention.sentence]
            place = places[i] if i < len(places) else None
            out.append(_sighting(mention, texts[mention.span.part], bounds, place, on))
    return out


def _sighting(mention: Mention, text: str, bounds: Span, place: Place | None, on: date | None) -> Sighting:
    span, label = mention.span, mention.label
    if label == "PERSON" and place:
        label = "LOC"  # the gazetteer knows better: "Elgin Road"
    bare = identity = identify(span.text, on)
    if label in ("PERSON", "ORG") and identity.kind is not Kind.COUNTRY:
        identity = _in_context(span, text, bounds, identity, on)
    titled = identity is not bare
    if place and (label in ("GPE", "LOC", "FAC") or identity.kind is Kind.PLACE):
        identity = _at_place(identity, place)
    acronym = None if identity.kind is Kind.PLACE else _ACRONYM.match(text, span.end)  # "LEEDS (AP)"
    telling = is_known(identity) or identity.kind in (Kind.PERSON, Kind.COUNTRY)
    name = (identity.name if telling else None) or _bare(span.text)
    initials = acronym.group(1) if acronym else None
    guess = not titled and is_guess(identity, span.text, on)
    return Sighting(span, mention.sentence, identity, label, name, initials, guess)


def _at_place(identity: Identity, place: Place) -> Identity:
    """What is named, as the gazetteer knows it; a country and what the tables of actors know stay as they are."""
    if identity.kind is Kind.COUNTRY or is_known(identity):
        return identity
    known = place.geoname_id is not None
    return replace(
        identity,
        name=place.name if known else identity.name,
        id=f"geonames:{place.geoname_id}" if known else identity.id,
        country=identity.country or place.country,
        kind=Kind.PLACE,
    )


def is_known(identity: Identity) -> bool:
    """Whether the identity rests on a table, not on the words of the text alone."""
    return not identity.id.startswith(("n-", "office:"))


def is_guess(identity: Identity, text: str, on: date | None) -> bool:
    """Whether the identity is all that a lone surname `text` would give by itself."""
    return identity.kind is Kind.PERSON and len(name_keys(text)) == 1 and identity == identify(text, on)


@lru_cache(maxsize=10_000)
def name_keys(name: str) -> tuple[str, ...]:
    """A name's words in look-up form, titles left out; the name itself where it has no words."""
    keys = tuple(t.key for t in tokens(name))
    told = tuple(k for k in keys if k not in words("title") and k not in words("determiner"))
    return told or keys or (name,)


def _bare(text: str) -> str:
    return re.sub(r"^(?:the|The|THE)\s+|['’]s?$", "", text)


def _in_context(span: Span, text: str, bounds: Span, bare: Identity, on: date | None) -> Identity:
    """The mention read with the title before it and the apposition behind it, as far as they fit its name."""
    best = bare
    for start in _starts(text, bounds.start, span.start):
        titled = identify(text[start : span.end], on)
        if _same(titled, bare) and titled.kind is Kind.PERSON and (titled.role or titled.country):
            best = titled
            break
    aside = _ASIDE.match(text, span.end, min(bounds.end, span.end + ASIDE_REACH))
    if aside and best.role is None and best.kind is not Kind.ORG and _ASIDE_OPENS.match(aside.group(1) + " "):
        full = identify(f"{span.text}, {aside.group(1)}", on)
        if full.role:
            best = Identity(
                best.name, best.id, best.country or full.country, full.sector, full.role, Kind.PERSON
            )
    return best


def _starts(text: str, first: int, end: int) -> Iterator[int]:
    """Beginnings of a possible title before `end`, the longest first: of names and functions only."""
    first = max(first, end - TITLE_REACH)
    before = text[first:end]
    if not before[-1:].isspace() or any(map(_opens_nothing, before.split()[-1:])):
        return
    match = _TITLE.search(text, first, end)
    if match:
        for word in _possible(re.finditer(r"\S+", text[match.start() : end])):
            start = match.start() + word.start()
            if all(c.capital or c.sort is not Sort.WORD for c in chunks(text[start:end])):
                yield start


def _possible(found: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    """The words behind the last one that no name or function has: nothing before them can begin a title."""
    matches = list(found)
    for i in range(len(matches) - 1, -1, -1):
        if _opens_nothing(matches[i].group()):
            return matches[i + 1 :]
    return matches


def _opens_nothing(word: str) -> bool:
    """Whether a word can neither begin nor end a title."""
    return word.isascii() and word.isalpha() and word.islower() and word not in vocabulary()


def _same(titled: Identity, bare: Identity) -> bool:
    """Whether the reading with a title still names the same, not more than the mention."""
    if titled.name is None:
        return False
    if bare.name is None or titled.id == bare.id:
        return True
    return titled.name.split()[-1] in bare.name.split() or bare.name.split()[-1] in titled.name.split()


def phrases(extraction: Extraction) -> Iterator[Phrase]:
    """All phrases of events and quotes, in the order of the extraction."""
    for candidate in extraction.candidates:
        yield from candidate.actors
        yield from candidate.recipients
        if candidate.attribution:
            yield candidate.attribution
    for quote in extraction.quotes:
        if quote.speaker:
            yield quote.speaker
