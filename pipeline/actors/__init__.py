"""Who a noun phrase names: person, organisation, country or group, with country, sector and role."""

from pipeline.actors.identify import identify
from pipeline.actors.identity import Identity, Kind, is_political

__all__ = ["Identity", "Kind", "identify", "is_political"]
