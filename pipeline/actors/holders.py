"""Public figures in a phrase: who is named, and what the dated table adds."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pipeline.actors import leaders
from pipeline.actors.identity import Kind
from pipeline.actors.lexicon import ROLES, Chunk, Sort
from pipeline.actors.sectors import BINDING, no_longer

# Terms are known by the month: someone counts as in office a month longer.
GRACE = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head is, before it is given an id."""

    kind: Kind
    name: str | None = None
    item: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    tied: bool = False  # the country is only the host state of a people, or a home


def role_of(core: tuple[Chunk, ...]) -> str | None:
    """The function: the last run of role words that is an office or tells what people are."""
    run: list[str] = []
    for chunk in reversed(core):
        if chunk.sort in ROLES and not (chunk.sort is Sort.BODY and not run):
            run.insert(0, chunk.text)
        elif run:
            break
    return " ".join(run).lower() or None


def led_country(core: tuple[Chunk, ...], on: date | None) -> str | None:
    """The country of a body that bears its leader's name: Assad's forces, the Bush administration."""
    for chunk, after in pairwise(core):
        if chunk.sort is Sort.LEADER:
            return leaders.best_term(leaders.names()[chunk.key], on, None).country
        if (
            chunk.sort is Sort.WORD
            and chunk.capital
            and after.sort is Sort.BODY
            and after.entry.sector == "GOV"
        ):
            found = leaders.short_names().get(chunk.key)
            if found:
                return leaders.best_term(found, on, None).country
    return None


def leader_named(
    core: tuple[Chunk, ...], name: list[Chunk], stated: str | None, on: date | None
) -> leaders.Term | None:
    """The public figure whom the core ends with. A lone surname must not contradict a stated country."""
    if core[-1].sort is Sort.LEADER:
        key = core[-1].key
        found = leaders.names()[key]
    elif name and len(core) > len(name) and core[-len(name) - 1].sort in ROLES:
        key = " ".join(c.key for c in name)
        found = leaders.short_names().get(key) or _nicknamed(core, name, stated)
    else:
        return None
    if not found:
        return None
    term = leaders.best_term(found, on, stated)
    if stated and term.country and term.country != stated and " " not in key:
        return None
    return term


def _nicknamed(core: tuple[Chunk, ...], name: list[Chunk], stated: str | None) -> tuple[leaders.Term, ...]:
    """The bearers of the surname who held just the office named in the country named."""
    role = leaders.office_key(role_of(core) or "")
    found = leaders.short_names().get(name[-1].key, ())
    return tuple(t for t in found if t.country == stated and leaders.office_key(t.office) == role)


def as_office_holder(
    term: leaders.Term, role: str | None, sector: str | None, former: bool, on: date | None
) -> Head:
    """The person of `term` on the day: in office, before or after it; what the phrase states comes first."""
    serves = on is None or (term.first <= on and (term.last is None or on <= term.last + GRACE))
    ended = former or (on is not None and term.last is not None and on > term.last + GRACE)
    if sector in BINDING and term.country:
        sector = None
    if serves and not former and (not role or role in term.office):
        office: str | None = term.office
    else:
        office = role or (f"former {term.office}" if ended else None)
    code = sector or (term.sector if (serves or role) and not former else no_longer(term.sector))
    if term.sector in ("IGO", "IMG", "REL"):
        code = term.sector
    return Head(Kind.PERSON, term.person, term.item, term.country, code, office)
