"""What is known of an actor from a noun phrase alone."""

from dataclasses import dataclass
from enum import StrEnum

from pipeline.actors.tokens import key_of
from pipeline.ids import hashed


class Kind(StrEnum):
    """What sort of actor a phrase names."""

    PERSON = "PERSON"  # by name
    OFFICE = "OFFICE"  # the holder of an office, or a body, without a name: the Chilean foreign ministry
    ORG = "ORG"
    COUNTRY = "COUNTRY"  # a country's name or adjective
    PLACE = "PLACE"  # another place that can stand for a government
    GROUP = "GROUP"  # people by description: four Saudi men
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Identity:
    """An actor. `id` is the same wherever the same actor is named.

    It is a Wikidata item where the tables have one, ``country:`` and ISO3 for a country, ``geonames:`` and its
    number for another place that an article names, ``office:``, ISO3 and the function for an office without a name,
    else a hash of the normalised name or phrase. `country` is
    ISO 3166-1 alpha-3, `sector` a PLOVER sector code.
    """

    name: str | None
    id: str
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    kind: Kind = Kind.UNKNOWN


def name_id(name: str) -> str:
    """The id of whoever is known by name only."""
    return hashed("n", key_of(name))


# Sectors whose members act in politics or conflict by their function; the others need a country beside them.
POLITICAL_SECTORS = frozenset(
    {
        "GOV",
        "MIL",
        "COP",
        "JUD",
        "LEG",
        "PTY",
        "OPP",
        "REB",
        "UAF",
        "PRM",
        "SPY",
        "ELI",
        "IGO",
        "IMG",
        "NGO",
        "REF",
    }
)


def is_political(identity: Identity) -> bool:
    """Whether the actor is one that political event data is about: by sector, or a country itself."""
    return identity.sector in POLITICAL_SECTORS or identity.kind is Kind.COUNTRY
