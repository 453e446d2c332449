"""The sector that the words of a phrase's core add up to."""

from dataclasses import dataclass

from pipeline.actors.lexicon import ROLES, Chunk, Sort
from pipeline.actors.tables import words

# The sector of a body that stays with everyone in its service: UN soldiers, Red Cross doctors.
BINDING = frozenset({"IGO", "NGO", "IMG"})
# An armed body's people stay its own under these descriptions: Hamas gunmen, Hezbollah commanders.
ARMED = frozenset({"REB", "PRM"})
ARMED_YIELD = frozenset({"UAF", "MIL", "OPP"})
# What people are by conviction or fate outweighs what else they do: opposition protesters, refugee children.
LASTING = frozenset({"OPP", "REF"})
LASTING_YIELD = frozenset({"CVL"})
# Those who held these functions are an elite when they no longer do.
FORMER = frozenset({"GOV", "MIL", "LEG", "SPY", "JUD", "COP"})


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector, and whether it is only the default of a weak head such as `official`."""

    code: str | None
    weak: bool


def sector_of(core: tuple[Chunk, ...], country_stated: bool) -> Sector:
    """The sector of the head, as its modifiers shape it."""
    code: str | None = None
    weak, bound = True, False
    for i, chunk in enumerate(core):
        own = chunk.entry.sector
        if i + 1 < len(core) and _only_modifies(chunk, core[i + 1]):
            continue
        if chunk.sort is Sort.LEADER and i + 1 < len(core):
            code, weak, bound = None, True, False
        elif chunk.sort in (Sort.ORG, Sort.SEAT, Sort.PEOPLE) and own:
            code, weak, bound = own, False, own in BINDING and not country_stated
        elif bound or own is None:
            continue
        elif chunk.sort is Sort.WEAK:
            code = code or own
        elif chunk.sort in (Sort.OFFICE, Sort.PERSONS, Sort.BODY):
            code, weak = _joined(code, own, weak), False
    return Sector(code, weak)


def _only_modifies(chunk: Chunk, after: Chunk) -> bool:
    """Whether a word that can be a function is none here: a deputy general, a general strike."""
    if chunk.key == "deputy":
        return after.sort in ROLES
    if chunk.key not in words("adjective") or after.capital:
        return False
    return after.sort is Sort.WORD or (after.sort in (Sort.WEAK, Sort.BODY) and not chunk.capital)


def _joined(before: str | None, own: str, weak: bool) -> str:
    if before == "GOV" and own == "JRN":
        return before
    if before is None or weak:
        return own
    keeps = (before in ARMED and own in ARMED_YIELD) or (before in LASTING and own in LASTING_YIELD)
    return before if keeps else own


def no_longer(code: str | None) -> str | None:
    """The sector of someone who used to be in `code`."""
    return "ELI" if code in FORMER else code
