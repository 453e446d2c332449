"""Which earlier actor a pronoun or a short description stands for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.actors import Identity, Kind
from pipeline.actors.tables import genders
from pipeline.enrich.entities.figures import Figure
from pipeline.enrich.entities.sightings import name_keys
from pipeline.records import Part, Phrase, Span
from pipeline.tables import rows

# Sentences that a pronoun may look back, that of a speaker, whose quotation may be long, and a description such as
# "the minister".
PRONOUN_REACH, SPEAKER_REACH, DESCRIPTION_REACH = 3, 10, 40


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun asks of the one it stands for."""

    number: str
    gender: str
    case: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An actor at a place in the article: a figure, or a description that names nobody."""

    span: Span
    sentence: int
    identity: Identity
    figure: Figure | None


@cache
def pronouns() -> dict[str, Pronoun]:
    """The pronouns that stand for others, by word."""
    found = rows("pipeline.enrich.entities", "pronouns.tsv")
    return {word: Pronoun(number, gender, case) for word, number, gender, case in found}


class Stage:
    """The occurrences of an article by sentence."""

    def __init__(self, occurrences: Iterable[Occurrence] = ()) -> None:
        self._by_sentence: dict[tuple[Part, int], list[Occurrence]] = {}
        for occurrence in occurrences:
            self.add(occurrence)

    def add(self, occurrence: Occurrence) -> None:
        """Put one more on the stage."""
        self._by_sentence.setdefault((occurrence.span.part, occurrence.sentence), []).append(occurrence)

    def before(self, phrase: Phrase, sentence: int) -> list[Occurrence]:
        """Those of one sentence, of the phrase's part, that end before the phrase begins, in text order."""
        found = self._by_sentence.get((phrase.span.part, sentence), ())
        return sorted((o for o in found if o.span.end <= phrase.span.start), key=lambda o: o.span.start)

    def antecedent(self, phrase: Phrase, fits: Callable[[Occurrence], bool], reach: int) -> Occurrence | None:
        """The first fitting actor, the likely subject, of the nearest sentence at or before the phrase's."""
        for sentence in range(phrase.sentence, max(-1, phrase.sentence - reach - 1), -1):
            found = next(filter(fits, self.before(phrase, sentence)), None)
            if found:
                return found
        return None


def stands_for(
    phrase: Phrase, stage: Stage, excluded: frozenset[str], reach: int = PRONOUN_REACH
) -> Occurrence | None:
    """The actor that the pronoun `phrase` stands for, never one whose id is `excluded` (its own subject)."""
    pronoun = pronouns().get(phrase.span.text.lower())
    if pronoun is None:
        return None
    if pronoun.case == "relative":
        return max(stage.before(phrase, phrase.sentence), key=lambda o: o.span.end, default=None)
    banned = frozenset() if pronoun.case in ("reflexive", "possessive") else excluded

    def fits(occurrence: Occurrence) -> bool:
        return occurrence.identity.id not in banned and _agrees(occurrence, pronoun)

    return stage.antecedent(phrase, fits, reach)


def _agrees(occurrence: Occurrence, pronoun: Pronoun) -> bool:
    identity = occurrence.identity
    if pronoun.gender in ("m", "f"):
        return _person(occurrence) and gender(identity) in (pronoun.gender, None)
    if pronoun.number == "p":
        singular = identity.role is not None and not identity.role.endswith(("s", "men", "people", "police"))
        return identity.kind in (Kind.ORG, Kind.COUNTRY) or (identity.kind is Kind.GROUP and not singular)
    return identity.kind in (Kind.ORG, Kind.COUNTRY, Kind.PLACE) or (
        identity.kind is Kind.OFFICE and identity.role is None
    )


def _person(occurrence: Occurrence) -> bool:
    if occurrence.figure:
        return occurrence.figure.person
    identity = occurrence.identity
    return identity.kind is Kind.OFFICE and identity.role is not None


def gender(identity: Identity) -> str | None:
    """``m`` or ``f`` if the given name or the office tells, else None."""
    office = set((identity.role or "").split())
    if office & {
        "queen",
        "princess",
        "spokeswoman",
        "congresswoman",
        "chairwoman",
        "businesswoman",
        "actress",
    }:
        return "f"
    if office & {"king", "prince", "spokesman", "congressman", "chairman", "businessman", "pope"}:
        return "m"
    given = name_keys(identity.name or "")
    return genders().get(given[0]) if len(given) > 1 else None


def described(phrase: Phrase, identity: Identity, stage: Stage) -> Occurrence | None:
    """The actor that a short description (the minister, the Chinese president) takes up again.

    It must bear the same role and not another country.
    """
    if (
        identity.kind is not Kind.OFFICE
        or not identity.role
        or phrase.span.text.lower().startswith(("a ", "an "))
    ):
        return None
    role = identity.role.split()

    def fits(occurrence: Occurrence) -> bool:
        other = occurrence.identity
        if occurrence.figure is None or not occurrence.figure.person or not other.role:
            return False
        return set(role) <= set(other.role.split()) and identity.country in (None, other.country)

    return stage.antecedent(phrase, fits, DESCRIPTION_REACH)
