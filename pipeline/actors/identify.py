"""From a noun phrase to who it names."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from pipeline.actors import leaders
from pipeline.actors.cities import city_country
from pipeline.actors.holders import Head, as_office_holder, leader_named, led_country, role_of
from pipeline.actors.identity import Identity, Kind, name_id
from pipeline.actors.lexicon import PLACES, ROLES, Chunk, Sort
from pipeline.actors.reading import Attachment, Reading, read, trailing_name
from pipeline.actors.sectors import no_longer, sector_of
from pipeline.actors.tables import genders, words
from pipeline.actors.tokens import fold
from pipeline.ids import hashed

# Whom a city stands for that is no seat of government: those who live in it.
TOWNSPEOPLE = "CVL"


@lru_cache(maxsize=10_000)
def identify(phrase: str, on: date | None = None) -> Identity:
    """Who `phrase`, a noun phrase, names. `on` is the day on which it was written, if known.

    A country stated in the phrase wins over the table of office holders, and that over the home of an
    organisation; a country that is only a place or an opponent ("in Paris", "against Iran", "US-backed") is
    none. All that is not known is None.
    """
    reading = read(phrase)
    if not reading.core:
        return Identity(None, hashed("n", fold(phrase).strip()))
    head = _completed(_head(reading, on), reading, on)
    return Identity(head.name, _id(head, reading), head.country, head.sector, head.role, head.kind)


def _head(reading: Reading, on: date | None) -> Head:
    """What the core alone says."""
    core = reading.core
    org = next((c for c in reversed(core) if c.sort is Sort.ORG), None)
    stated = _stated(core)
    sector = sector_of(core, stated is not None)
    former = any(c.key in words("former") for c in core)
    name = trailing_name(reading)
    known = leader_named(core, name, stated, on)
    role = role_of(core)
    if former and role and not role.startswith("former "):
        role = f"former {role}"
    code = no_longer(sector.code) if former else sector.code
    if known:
        return as_office_holder(known, role, code if not sector.weak else None, former, on)
    home = stated or (org.entry.country if org else None) or led_country(core, on)
    tied = home is None
    home = home or _tied(core)
    if name and _is_name(core, name):
        kind = Kind.PERSON if role or len(name) > 1 or name[0].key in genders() else Kind.UNKNOWN
        return Head(kind, " ".join(c.text for c in name), None, home, code, role, tied)
    last = core[-1]
    if org and last is org:
        own = stated is None or stated == org.entry.country or not org.entry.country
        return Head(Kind.ORG, org.entry.name, org.entry.item if own else None, home, code)
    if last.sort in PLACES and not any(c.sort in ROLES or c.sort is Sort.ORG for c in core):
        return replace(_place(last, home), tied=tied)
    return replace(_described(reading, home, code, role), tied=tied)


def _stated(core: tuple[Chunk, ...]) -> str | None:
    """The first country that the core names, peoples left aside."""
    return next((c.entry.country for c in core if c.sort in PLACES and c.sort is not Sort.PEOPLE), None)


def _tied(core: tuple[Chunk, ...]) -> str | None:
    """The host state of a people in the core, else the country of a home compound such as Somalia-based."""
    peoples = [c.entry.country for c in core if c.sort is Sort.PEOPLE]
    return next(
        iter(peoples + [c.entry.country for c in core if c.sort is Sort.WORD and c.entry.country]), None
    )


def _is_name(core: tuple[Chunk, ...], name: list[Chunk]) -> bool:
    """Whether unknown capitalised words are a name of their own, not a city as such."""
    before = core[: len(core) - len(name)]
    if before and before[-1].sort in (*ROLES, Sort.ORG):
        return True
    city = city_country(" ".join(c.key for c in name), only_large=len(name) == 1)
    return city is None or name[0].key in genders()


def _place(place: Chunk, stated: str | None) -> Head:
    if place.sort in (Sort.COUNTRY, Sort.NATIONALITY):
        return Head(Kind.COUNTRY, place.entry.name, None, stated)
    kind = Kind.GROUP if place.sort is Sort.PEOPLE else Kind.PLACE
    sector = TOWNSPEOPLE if place.sort is Sort.CITY else None
    return Head(kind, place.entry.name, None, stated, place.entry.sector or sector)


def _described(reading: Reading, home: str | None, code: str | None, role: str | None) -> Head:
    """An actor by description: an office, a body, or people."""
    last = reading.core[-1]
    proper = [c for c in reading.core if c.capital and c.sort is Sort.WORD]
    text = " ".join(c.text for c in reading.core)
    if last.sort is Sort.BODY or (last.sort is Sort.WEAK and last.capital and proper):
        named = last.capital and proper and not reading.shouting
        return Head(Kind.ORG if named else Kind.OFFICE, text if named or home else None, None, home, code)
    if last.sort in (Sort.OFFICE, Sort.WEAK) and not is_plural(last.key):
        return Head(Kind.OFFICE, None, None, home, code, role)
    return Head(Kind.GROUP if role else Kind.UNKNOWN, None, None, home, code, role)


def is_plural(noun: str) -> bool:
    """Whether a word for people or bodies is a plural or means many."""
    return noun.endswith(("s", "men", "people", "police", "youth", "personnel", "staff", "media"))


def _completed(head: Head, reading: Reading, on: date | None) -> Head:
    """`head` with what the attachments and the office holders add."""
    weak = head.sector is None or sector_of(reading.core, head.country is not None).weak
    for attachment in reading.attachments:
        if attachment.kind == "away" or (attachment.kind == "relative" and head.country):
            continue
        other = _attached(attachment, on)
        if attachment.word == "of" and other.country and reading.core[-1].sort is Sort.NATIONALITY:
            head = replace(head, country=other.country)  # where a people lives: the Serbs of Bosnia
        if (head.country is None or (head.tied and other.country and not other.tied)) and head.sector not in (
            "IGO",
            "IMG",
        ):
            head = replace(head, country=other.country, tied=other.tied)
        if weak and _passes_sector(reading, attachment):
            head = replace(head, sector=other.sector or head.sector)
            if attachment.word == "of" and head.kind in (Kind.GROUP, Kind.UNKNOWN) and other.role:
                head = replace(head, role=other.role, kind=Kind.GROUP)
            weak = weak and other.sector is None
        if attachment.kind == "aside" and other.role and not head.role and head.kind is not Kind.COUNTRY:
            head = replace(head, role=other.role)
    if head.country is None and head.kind is not Kind.PERSON and head.sector not in ("IGO", "NGO", "IMG"):
        head = replace(head, country=_city(reading.core))
        if head.country and all(c.sort is Sort.WORD and c.capital for c in reading.core):
            text = " ".join(c.text for c in reading.core)
            head = replace(head, kind=Kind.PLACE, name=text, sector=head.sector or TOWNSPEOPLE)
    if head.kind is Kind.OFFICE and head.country and head.role and reading.definite and _of_a_state(reading):
        head = _with_holder(head, on)
    return head


def _of_a_state(reading: Reading) -> bool:
    """Whether an office is one of a country, not of something in it: the president of a Chadian league."""
    of = [c for a in reading.attachments if a.word == "of" for c in a.chunks]
    return all(c.sort in PLACES or c.key in words("determiner") for c in of)


def _passes_sector(reading: Reading, attachment: Attachment) -> bool:
    """Whether the attachment tells what the head is: an apposition, or a whole (dozens of rebels)."""
    if attachment.kind == "aside":
        return True
    last = reading.core[-1]
    partial = last.sort in ROLES or last.key in words("quantity") or last.key.isdigit()
    return partial and attachment.word in ("of", "from", "at", "for")


def _attached(attachment: Attachment, on: date | None) -> Head:
    part = Reading(attachment.chunks, (), True, False)
    head = _head(part, on)
    if head.country is None and attachment.kind in ("home", "aside"):
        head = replace(head, country=_city(attachment.chunks))
    if head.kind in (Kind.COUNTRY, Kind.PLACE):
        head = replace(head, sector=None)
    return head


def _city(core: tuple[Chunk, ...]) -> str | None:
    """The country of a city named by words that no table knows."""
    run: list[Chunk] = []
    for chunk in core:
        if chunk.sort is Sort.WORD and chunk.capital:
            run.append(chunk)
        elif run:
            break
    lone = len(run) == 1 and run[0] is core[0] and len(core) < 3
    return city_country(" ".join(c.key for c in run), only_large=lone) if run else None


def _with_holder(head: Head, on: date | None) -> Head:
    if head.sector == "ELI" or head.role is None or head.country is None:
        return head
    term = leaders.holder(head.country, head.role, on)
    return replace(head, kind=Kind.PERSON, name=term.person, item=term.item) if term else head


def _id(head: Head, reading: Reading) -> str:
    if head.item:
        return head.item
    if head.kind is Kind.COUNTRY and head.country:
        return f"country:{head.country}"
    if head.kind is Kind.OFFICE and head.country:
        return f"office:{head.country}:{head.role or _function(reading)}"
    if head.name:
        return name_id(head.name)
    return hashed("n", " ".join(c.key for c in reading.core))


def _function(reading: Reading) -> str:
    return " ".join(c.key for c in reading.core if c.sort not in PLACES)
