"""Who held which office when: the dated table of public figures."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from pipeline.actors.tables import listed, rows
from pipeline.actors.tokens import key_of

# The table was written in this month: who holds an office after it is not inferred from an open term.
KNOWN_UNTIL = date(2025, 12, 31)

SAME_OFFICE = {
    "premier": "prime minister",
    "vice-president": "vice president",
    "foreign secretary": "foreign minister",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A person's time in one office. `first` and `last` are days; a term without `last` goes on."""

    country: str | None
    office: str
    person: str
    first: date
    last: date | None
    item: str | None
    sector: str
    shorts: tuple[str, ...]

    def covers(self, day: date) -> bool:
        """Whether the person held the office on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


def _first_day(month: str) -> date:
    year, number = month.split("-")
    return date(int(year), int(number), 1)


def _last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - date.resolution


@cache
def terms() -> tuple[Term, ...]:
    """All terms, in the order of the table."""
    out = []
    for country, office, names, shorts, first, last, item, sector in rows("leaders"):
        person = listed(names)[0]
        short = tuple(key_of(s) for s in listed(shorts)) or (key_of(person).split(" ")[-1],)
        days = _first_day(first), _last_day(last) if last else None
        out.append(Term(country or None, office, person, *days, item or None, sector or "GOV", short))
    return tuple(out)


@cache
def names() -> dict[str, tuple[Term, ...]]:
    """Key of a name that stands alone → the terms of all who bear it."""
    return _index([listed(row[2]) for row in rows("leaders")])


@cache
def short_names() -> dict[str, tuple[Term, ...]]:
    """Key of a name that needs a title or office beside it → the terms of all who bear it."""
    return _index([list(term.shorts) for term in terms()])


def _index(named: list[list[str]]) -> dict[str, tuple[Term, ...]]:
    index: dict[str, list[Term]] = {}
    for term, forms in zip(terms(), named, strict=True):
        for key in dict.fromkeys(key for form in forms for key in _spellings(key_of(form))):
            index.setdefault(key, []).append(term)
    return {key: tuple(found) for key, found in index.items()}


def _spellings(key: str) -> list[str]:
    """A name's key as news agencies write it: Kim Jong Un; al-Bashir, el-Bashir, Al Bashir."""
    words = key.split(" ")
    bare = [word[3:] if word.startswith(("al-", "el-")) else word for word in words]
    if bare == words:
        return [key, key.replace("-", " ")]
    return [key] + [
        " ".join(article + b if b != word else word for word, b in zip(words, bare, strict=True))
        for article in ("al-", "el-", "al ", "el ")
    ]


@cache
def _holders() -> dict[tuple[str | None, str], tuple[Term, ...]]:
    index: dict[tuple[str | None, str], list[Term]] = {}
    for term in terms():
        index.setdefault((term.country, office_key(term.office)), []).append(term)
    return {key: tuple(found) for key, found in index.items()}


def office_key(office: str) -> str:
    """An office's name in one spelling."""
    key = office.lower().replace("defense", "defence")
    return SAME_OFFICE.get(key, key)


def holder(country: str, office: str, on: date | None) -> Term | None:
    """Who held `office` of `country` on the day, None if that is not known for certain."""
    if on is None or on > KNOWN_UNTIL:
        return None
    found = [t for t in _holders().get((country, office_key(office)), ()) if t.covers(on)]
    return found[0] if len({t.person for t in found}) == 1 else None


def best_term(found: tuple[Term, ...], on: date | None, country: str | None) -> Term:
    """Of the terms of all who bear a name: of `country` if stated, in office on the day or near it."""
    own = [t for t in found if t.country == country] if country else []
    candidates = own or list(found)
    if on is None:
        return candidates[-1]
    return min(reversed(candidates), key=lambda t: _distance(t, on))


def _distance(term: Term, on: date) -> tuple[int, int]:
    if term.covers(on):
        return 0, -term.first.toordinal()
    if term.last is not None and term.last < on:
        return (on - term.last).days, 0
    return (term.first - on).days, 0
