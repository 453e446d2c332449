"""All names and role words in one look-up, and the longest match over a phrase's tokens."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from pipeline.actors import leaders
from pipeline.actors.tables import listed, rows, words
from pipeline.actors.tokens import Token, key_of, tokens


class Sort(StrEnum):
    """What a stretch of a phrase is."""

    COUNTRY = "country"
    NATIONALITY = "nationality"
    CAPITAL = "capital"
    SEAT = "seat"
    CITY = "city"
    PEOPLE = "people"
    REGION = "region"
    ORG = "organisation"
    LEADER = "leader"
    OFFICE = "office"
    PERSONS = "people by role"
    BODY = "body"
    WEAK = "weak"
    WORD = "word"


PLACES = frozenset(
    {Sort.COUNTRY, Sort.NATIONALITY, Sort.CAPITAL, Sort.SEAT, Sort.CITY, Sort.PEOPLE, Sort.REGION}
)
ROLES = frozenset({Sort.OFFICE, Sort.PERSONS, Sort.BODY, Sort.WEAK})
ROLE_SORTS = {"office": Sort.OFFICE, "people": Sort.PERSONS, "body": Sort.BODY, "weak": Sort.WEAK}
LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name or role word stands for."""

    sort: Sort
    name: str
    country: str | None = None
    sector: str | None = None
    item: str | None = None
    acronym: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a phrase and what it stands for; plain words are of sort WORD."""

    entry: Entry
    words: tuple[Token, ...]

    @property
    def sort(self) -> Sort:
        """The sort of its entry."""
        return self.entry.sort

    @property
    def text(self) -> str:
        """The words as written."""
        return self.words[0].text if len(self.words) == 1 else " ".join([w.text for w in self.words])

    @property
    def key(self) -> str:
        """The words' look-up key."""
        return self.words[0].key if len(self.words) == 1 else " ".join([w.key for w in self.words])

    @property
    def capital(self) -> bool:
        """Whether all its words are capitalised."""
        return self.words[0].capital if len(self.words) == 1 else all(w.capital for w in self.words)


@cache
def _names() -> dict[str, Entry]:
    """Names: they count only where capitalised. Later entries give way to earlier ones."""
    found: dict[str, Entry] = {}

    def add(form: str, entry: Entry) -> None:
        found.setdefault(key_of(form), entry)

    for iso3, name, others, nationals, capitals in rows("countries"):
        for form in [name, *listed(others)]:
            add(form, Entry(Sort.COUNTRY, name, iso3, acronym=_acronym(form)))
        for form in listed(nationals):
            add(form, Entry(Sort.NATIONALITY, name, iso3))
        for form in listed(capitals):
            add(form, Entry(Sort.CAPITAL, form, iso3, "GOV"))
    for name, iso3, sector, kind in rows("places"):
        add(name, Entry(Sort(kind), name, iso3 or None, sector or None))
    for name, others, iso3, sector, item in rows("organisations"):
        for form in [name, *listed(others)]:
            add(form, Entry(Sort.ORG, name, iso3 or None, sector, item or None, _acronym(form)))
    for key, terms in leaders.names().items():
        found.setdefault(key, Entry(Sort.LEADER, terms[-1].person))
    return found


def _acronym(form: str) -> bool:
    return form.isupper() and len(form.replace(".", "")) <= LONGEST_ACRONYM


@cache
def _roles() -> dict[str, Entry]:
    return {
        key_of(phrase): Entry(ROLE_SORTS[kind], phrase, sector=sector or None)
        for phrase, sector, kind in rows("roles")
    }


@cache
def _reach() -> dict[str, int]:
    """First word → words in the longest name or role that begins with it."""
    reach: dict[str, int] = {}
    for key in [*_names(), *_roles()]:
        first, size = key.split(" ", 1)[0], key.count(" ") + 1
        reach[first] = max(size, reach.get(first, 0))
    return reach


@cache
def vocabulary() -> frozenset[str]:
    """All words, in look-up form, that stand in a name or a role."""
    return frozenset(word for key in (*_names(), *_roles()) for word in key.split(" "))


@lru_cache(maxsize=4_000)
def chunks(text: str) -> tuple[Chunk, ...]:
    """The phrase `text` cut into the longest names and role words, left to right; the rest are single words."""
    phrase = tokens(text)
    shouting = len(phrase) > 1 and all(t.upper or not t.capital for t in phrase)
    out: list[Chunk] = []
    i = 0
    while i < len(phrase):
        chunk = _longest(phrase, i, shouting)
        if phrase[i].key == "the" and len(chunk.words) > 1:
            without = _longest(phrase, i + 1, shouting)
            if len(without.words) >= len(chunk.words):  # the West Bank, not the West
                chunk = _word(phrase[i])
        out.append(chunk)
        i += len(chunk.words)
    return tuple(out)


def _longest(phrase: list[Token], i: int, shouting: bool) -> Chunk:
    """The longest name or role that begins at token `i`, else its single word."""
    names, roles = _names(), _roles()
    for size in range(min(_reach().get(phrase[i].key, 0), len(phrase) - i), 0, -1):
        span = phrase[i : i + size]
        key = span[0].key if size == 1 else " ".join([t.key for t in span])
        entry = _named(names.get(key), span, shouting) or roles.get(key)
        if entry and not any(t.breaks for t in span[1:]):
            return Chunk(entry, tuple(span))
    return _word(phrase[i])


def _named(entry: Entry | None, span: list[Token], shouting: bool) -> Entry | None:
    """The name, if its case allows: a name begins with a capital, an acronym has nothing else."""
    if entry is None or not (span[0].capital or span[-1].capital):
        return None
    if entry.acronym and len(span) == 1 and not (span[0].upper or shouting):
        return None
    return entry


def _word(token: Token) -> Chunk:
    """A word that is no name: or a compound such as Somalia-based, French-Algerian."""
    first, dash, second = token.key.rpartition("-")
    if dash and second in words("home-compound"):
        place = _names().get(first)
        if place and place.sort in PLACES:
            return Chunk(Entry(Sort.WORD, token.text, country=place.country), (token,))
    if dash and token.capital and second not in words("tie-compound"):
        whole = _names().get(second)
        other = _names().get(first)
        if whole and whole.sort is Sort.NATIONALITY and other and other.sort is Sort.NATIONALITY:
            return Chunk(Entry(Sort.NATIONALITY, other.name, other.country), (token,))
    return Chunk(Entry(Sort.WORD, token.text), (token,))
