"""From the sightings of an article to its places."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.enrich.places.document import sightings
from pipeline.enrich.places.evidence import Sighting, Surroundings, likely, surroundings
from pipeline.enrich.places.gazetteer import Entry, Gazetteer
from pipeline.enrich.places.roads import roads
from pipeline.enrich.places.senses import Name, area_of, senses
from pipeline.records import Extraction, Part, Place

ACCEPT = 0.42
"""How likely a toponym must be: where F1 is best over the sets that the weights were fitted on."""

SURE_LABELS = frozenset({"GPE", "LOC", "NORP"})


def places_of(
    texts: Mapping[Part, str], extraction: Extraction, known: Gazetteer, home: str | None = None
) -> list[Place]:
    """The places of an article's parts, title first, each in text order. A name has one sense in all of them.
    `home` is the area of its source, if known.

    Roads are among them, with neither name nor point.
    """
    around = surroundings(extraction.mentions, texts.values())
    streets = streets_of(texts)
    seen = sightings_of(texts, extraction, known, streets)
    found = [_place(sighting, sense) for sighting, sense in accepted(seen, around, home)]
    found += [Place(texts[part][start:end], start, end, part, kind="other") for part, start, end in streets]
    return sorted(found, key=lambda place: (list(texts).index(place.part), place.start))


def streets_of(texts: Mapping[Part, str]) -> list[tuple[Part, int, int]]:
    """Where the roads in an article's parts are: part, start and end."""
    return [(part, start, end) for part, text in texts.items() for start, end in roads(text)]


def sightings_of(
    texts: Mapping[Part, str],
    extraction: Extraction,
    known: Gazetteer,
    streets: Collection[tuple[Part, int, int]],
) -> list[Sighting]:
    """What may be a toponym in an article's parts but isn't a part of a road's name; by part, in text order."""
    seen: list[Sighting] = []
    for part, text in texts.items():
        seen += sightings(text, part, [m for m in extraction.mentions if m.span.part is part], known)
    return [s for s in seen if not _within(s, streets)]


def _within(sighting: Sighting, streets: Collection[tuple[Part, int, int]]) -> bool:
    """Whether a sighting is a part of a road's name."""
    start, end = sighting.match.start, sighting.match.end
    return any(part is sighting.part and low <= start and end <= high for part, low, high in streets)


def accepted(
    seen: Sequence[Sighting], around: Surroundings, home: str | None = None
) -> list[tuple[Sighting, Entry]]:
    """The sightings that are toponyms, each with its sense, in text order."""
    kept = [s for s, sense, area in at_first(seen, home) if likely(s, sense, area, around) >= ACCEPT]
    final = senses(names(kept), {s.name: None for s in kept}, home)
    return [(s, final[s.name]) for s in kept]


def at_first(seen: Sequence[Sighting], home: str | None = None) -> Iterator[tuple[Sighting, Entry, str]]:
    """Each sighting with the sense it would have and what is near that (see `area_of`), as surely labelled names
    tell before it is known which sightings are toponyms.
    """
    sure = {s.name: None for s in seen if s.whole and s.mention and s.mention.label in SURE_LABELS}
    meant = senses(names(seen), sure, home)
    return ((s, meant[s.name], area_of(meant, s.name, sure)) for s in seen)


def names(seen: Sequence[Sighting]) -> dict[str, Name]:
    """The names of the sightings, with what contains them."""
    counts = Counter(s.name for s in seen)
    containers: dict[str, list[Entry]] = defaultdict(list)
    for sighting in seen:
        containers[sighting.name].extend(sighting.containers)
    return {s.name: Name(s.match.entries, counts[s.name], tuple(containers[s.name])) for s in seen}


def _place(sighting: Sighting, sense: Entry) -> Place:
    match = sighting.match
    return Place(
        text=sighting.name,
        start=match.start,
        end=match.end,
        part=sighting.part,
        name=sense.name,
        geoname_id=sense.geoname_id,
        latitude=sense.latitude,
        longitude=sense.longitude,
        country=sense.country or None,
        admin1=sense.admin1 or None,
        kind=sense.kind,
    )
