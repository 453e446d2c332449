"""Time expressions resolved one after the other: each is read by the first family of rules that knows it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from pipeline.enrich.times import (
    durations,
    explicit,
    periods,
    references,
    relative_days,
    sets,
    shifts,
    weekdays,
)
from pipeline.enrich.times.readings import DATE, DURATION, SET, TIME, Context, Reading, timed
from pipeline.enrich.times.words import expanded, rows, spelt_year, year_in_words
from pipeline.records import Time, TimeMention

FAMILIES = (sets, references, explicit, weekdays, relative_days, periods, shifts, durations)
UNDATED = date(2000, 1, 1)  # any day would do: what depends on it is masked
MOST_MODIFIERS = 3
POINTS_BACK = re.compile(r"year[- ](?:ago|earlier)|last year|comparable|corresponding", re.IGNORECASE)


def resolve_times(mentions: Sequence[TimeMention], published_at: datetime | None) -> list[Time | None]:
    """A resolved `Time` for each mention, None for what turns out to be no time expression.

    Days are counted from the publication date, in the zone in which it was given. Without one, an expression
    that depends on it has a value with X for what is unknown, and no days.
    """
    anchor = published_at.date() if published_at else UNDATED
    context, sentence = Context(anchor), -1
    times: list[Time | None] = []
    for mention in mentions:
        earlier = context.earlier if mention.sentence - sentence <= 1 else None
        context = replace(context, tense=mention.tense, earlier=earlier)
        reading = read(mention.span.text, context)
        times.append(_time(mention, reading, dated=published_at is not None) if reading else None)
        if reading and reading.first and reading.type in (DATE, TIME) and not _points_back(mention):
            quarter = reading if "-Q" in reading.value else context.quarter
            context, sentence = replace(context, earlier=reading, quarter=quarter), mention.sentence
    return times


def _points_back(mention: TimeMention) -> bool:
    """Whether it is a time to compare with, and not one that later expressions count from."""
    return POINTS_BACK.search(mention.span.text) is not None


def read(text: str, context: Context) -> Reading | None:
    """What one expression means, with the modifiers around it; None if it is no time expression."""
    text, mod = normalised(text), None
    for _ in range(MOST_MODIFIERS):
        try:
            reading = _bare(text, context)
        except (ValueError, OverflowError):
            return None
        if reading:
            return _modified(reading, mod or reading.mod, context)
        shorter = _without_modifier(text)
        if not shorter:
            return None
        text, said = shorter
        mod = mod or said
    return None


def family_of(text: str) -> str | None:
    """The name of the family of rules that reads an expression without its modifiers, None if none does."""
    rest: str | None = normalised(text)
    while rest:
        for family in FAMILIES:
            if family.read(rest, Context(UNDATED)):
                return family.__name__.rpartition(".")[2]
        shorter = _without_modifier(rest)
        clocked = relative_days.split_clock(rest)
        rest = shorter[0] if shorter else clocked[0] if clocked else None
        if clocked and not rest:
            return "relative_days"
    return None


def normalised(text: str) -> str:
    """Lower case, single spaces, straight apostrophes, no hyphens between words, no marks at the ends."""
    text = text.lower().replace("’", "'").replace("‘", "'").replace("`", "'")
    text = re.sub(r"(?<!\d)[-–]|[-–](?!\d)", " ", text)
    text = re.sub(r"\s+", " ", text).strip(' .,;:"“”()')
    return spelt_year().sub(lambda found: str(year_in_words(found.group())), text)


def _bare(text: str, context: Context) -> Reading | None:
    for family in FAMILIES:
        if reading := family.read(text, context):
            return reading
    clocked = relative_days.split_clock(text)
    if not clocked:
        return None
    rest, clock = clocked
    day = _bare(rest, context) if rest else relative_days.read("today", context)
    return timed(day, clock) if day and day.type == DATE and day.first and day.first == day.last else None


@cache
def _modifiers() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    before, after = re.compile(expanded(r"{before}\b ?")), re.compile(expanded(r" {after}$"))
    return before, after, {row[0]: row[2] for row in rows("modifiers")}


def _without_modifier(text: str) -> tuple[str, str] | None:
    before, after, mods = _modifiers()
    if (
        found := before.match(text.removeprefix("the ") if not before.match(text) else text)
    ) and found.end() > 0:
        whole = found.string
        return whole[found.end() :], mods[found.group().strip()]
    if found := after.search(text):
        return text[: found.start()], mods[found.group().strip()]
    return None


def _modified(reading: Reading, mod: str | None, context: Context) -> Reading:
    """With its mod; "earlier this week" ends, and "later this week" begins, on the publication day."""
    if not mod:
        return reading
    first, last = reading.first, reading.last
    if reading.type in (DATE, TIME) and first and last and first < context.anchor < last:
        first, last = (
            (first, context.anchor)
            if mod == "START"
            else (context.anchor, last)
            if mod == "END"
            else (first, last)
        )
    return reading.but(mod=mod, first=first, last=last)


def _time(mention: TimeMention, reading: Reading, *, dated: bool) -> Time:
    span = mention.span
    known = dated or reading.undated is None
    if reading.type in (DURATION, SET):
        known = dated
    return Time(
        span.text,
        span.start,
        span.end,
        span.part,
        reading.type,
        reading.value if dated or reading.undated is None else reading.undated,
        reading.mod,
        reading.first if known else None,
        reading.last if known else None,
    )
