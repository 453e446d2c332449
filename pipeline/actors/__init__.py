"""Who an actor's phrase means: country, sector, role and a canonical name, from tables that an expert can edit."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Identity:
    """What a phrase says of an actor; None is "not said"."""

    name: str | None = None
    id: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None


def identify(phrase: str, on: date | None = None) -> Identity:
    """Who `phrase` means, on the day `on` (office holders change)."""
    return Identity()
