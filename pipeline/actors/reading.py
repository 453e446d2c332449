"""A noun phrase cut into its core, which holds the head, and what is attached to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.actors.lexicon import PLACES, ROLES, Chunk, Entry, Sort, chunks
from pipeline.actors.tables import genders, words

ATTACHMENTS = ("home", "away", "purpose", "relative")


@dataclass(frozen=True, slots=True)
class Attachment:
    """What follows the core: how it is attached (class of words.tsv or ``aside``), by which word, what."""

    kind: str
    word: str
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A noun phrase, read. `definite` tells that it does not begin with a, an or a quantity."""

    core: tuple[Chunk, ...]
    attachments: tuple[Attachment, ...]
    definite: bool
    shouting: bool


def read(phrase: str) -> Reading:
    """`phrase` cut up. The core is empty only if the phrase holds no word."""
    parts = chunks(phrase)
    definite = not (parts and (parts[0].key in ("a", "an", "another") or parts[0].key[:1].isdigit()))
    start = 0
    while start < len(parts) - 1 and _opens(parts[start]):
        start += 1
    core, attachments = _cut(parts[start:])
    shouting = bool(phrase) and phrase.upper() == phrase and " " in phrase
    return Reading(tuple(_personal(core)), tuple(attachments), definite, shouting)


def _opens(chunk: Chunk) -> bool:
    return chunk.sort is Sort.WORD and (
        chunk.key in words("determiner") or chunk.key[:1].isdigit() or _attachment(chunk) is not None
    )


def _attachment(chunk: Chunk) -> str | None:
    return _attaching().get(chunk.key) if chunk.sort is Sort.WORD else None


@cache
def _attaching() -> dict[str, str]:
    return {word: kind for kind in reversed(ATTACHMENTS) for word in words(kind)}


def _cut(parts: Sequence[Chunk]) -> tuple[list[Chunk], list[Attachment]]:
    core: list[Chunk] = []
    attachments: list[Attachment] = []
    current, kind, word = core, "", ""

    def close() -> None:
        if kind and current:
            attachments.append(Attachment(kind, word, tuple(current)))

    for i, part in enumerate(parts):
        aside = part.words[0].breaks
        attached = _attachment(part) if i else None
        if attached == "relative" and (all(c.key.endswith("ly") for c in current) or _within_title(parts, i)):
            attached = None
        if (aside and i) or attached:
            close()
            current, kind, word = [], attached or "aside", part.key if attached else ""
        if not attached:
            current.append(part)
    close()
    return core, attachments


def _within_title(parts: Sequence[Chunk], i: int) -> bool:
    """Whether an `and` joins words of one title: Planning and Investment Minister."""
    if parts[i].key != "and" or i + 2 >= len(parts):
        return False
    return parts[i - 1].sort is Sort.WORD and parts[i + 1].sort is Sort.WORD and parts[i + 2].sort in ROLES


def _personal(core: list[Chunk]) -> list[Chunk]:
    """Place names that are part of a person's name, as plain words: Denzel Washington, Jordan Peele."""
    out: list[Chunk] = []
    for i, chunk in enumerate(core):
        before = core[i - 1] if i else None
        after = core[i + 1] if i + 1 < len(core) else None
        if chunk.sort is Sort.COUNTRY and chunk.key == "georgia" and after and after.key in words("us-state"):
            chunk = Chunk(Entry(Sort.REGION, chunk.text, "USA"), chunk.words)
        if chunk.sort in PLACES and not chunk.words[-1].possessive and _in_person(chunk, before, after):
            chunk = Chunk(Entry(Sort.WORD, chunk.text), chunk.words)
        named_after = chunk.sort is Sort.ORG and before is not None and before.key in genders()
        if named_after or (chunk.sort is Sort.LEADER and _within_name(chunk, before, after)):
            chunk = Chunk(Entry(Sort.WORD, chunk.text), chunk.words)
        if chunk.sort is Sort.NATIONALITY and before and before.key == "ethnic":
            chunk = Chunk(Entry(Sort.PEOPLE, chunk.text, chunk.entry.country), chunk.words)
        out.append(chunk)
    return out


def _in_person(chunk: Chunk, before: Chunk | None, after: Chunk | None) -> bool:
    if before and _plain_name(before) and not before.words[-1].possessive:
        return before.key in genders() or before.key in words("title") or chunk.key in words("namesake")
    first = chunk.key in words("namesake") or (chunk.key in genders() and chunk.sort is not Sort.NATIONALITY)
    return first and after is not None and _plain_name(after) and not after.words[0].upper


def _within_name(chunk: Chunk, before: Chunk | None, after: Chunk | None) -> bool:
    """Whether a public figure's name is only a part of another's: Juan Carlos Varela, Michael Obama."""
    if len(chunk.words) == 1:
        return before is not None and _given_name(before)
    longer = after is not None and _given_name(after) and not after.words[0].breaks
    return longer and not chunk.words[-1].possessive and chunk.words[0].key in genders()


def _given_name(chunk: Chunk) -> bool:
    return _plain_name(chunk) and chunk.key not in words("title") and not chunk.words[-1].possessive


def _plain_name(chunk: Chunk) -> bool:
    return chunk.sort is Sort.WORD and chunk.capital and chunk.key not in words("compass")


def trailing_name(reading: Reading) -> list[Chunk]:
    """The capitalised words at the core's end that no table knows, with the particles between them.

    In upper-case text they count as a name only behind a title, an office or a given name.
    """
    core = list(reading.core)
    i = len(core)
    while (
        i and core[i - 1].sort is Sort.WORD and (core[i - 1].capital or core[i - 1].key in words("particle"))
    ):
        i -= 1
    while i < len(core) and core[i].key in words("former"):
        i += 1
    name = core[i:]
    while name and not name[0].capital:
        name = name[1:]
    while name and name[0].key in words("title"):
        name = name[1:]
    if name and reading.shouting:
        before = core[len(core) - len(name) - 1] if len(core) > len(name) else None
        titled = before is not None and (
            before.sort in (Sort.OFFICE, Sort.PERSONS) or before.key in words("title")
        )
        if not titled and name[0].key not in genders():
            return []
    return name
