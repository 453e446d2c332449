"""The words of time expressions, which finding and resolving share.

The words are in the tables beside this file, one a line. `pattern` compiles a regular expression in which
``{name}`` stands for any word of a class of `CLASSES`.
"""

import re
from functools import cache

from pipeline import tables

ROW = tuple[str, ...]


@cache
def rows(table: str) -> tuple[ROW, ...]:
    """The rows of ``<table>.tsv``, without its comment lines."""
    return tuple(tuple(row) for row in tables.rows("pipeline.enrich.times", f"{table}.tsv"))


@cache
def words(table: str) -> dict[str, str]:
    """First column to second column of a table."""
    return {row[0]: row[1] for row in rows(table)}


@cache
def numbers(table: str) -> dict[str, int]:
    """First column to second column of a table whose second column is a whole number."""
    return {word: int(number) for word, number in words(table).items()}


def _any(*alternatives: str) -> str:
    longest_first = sorted(alternatives, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(word.replace(" ", r"\s+").replace(".", r"\.") for word in longest_first) + ")"


@cache
def _classes() -> dict[str, str]:
    units = [row[0] for row in rows("units") if row[0] != "second"]
    number_word = _any(*words("numbers"))
    spelt = rf"(?:a\s(?=hundred|thousand|dozen))?{number_word}(?:[\s-](?:and\s)?{number_word})*"
    number = rf"(?:\d[\d,]*(?:\.\d+)?(?:\s\d/\d)?|{spelt})"
    quantities = _any(*words("quantities"))
    full = [month for month in words("months") if len(month) > 4 or month in ("may", "june", "july")]
    short = [month for month in words("months") if month not in full]
    return {
        "month": rf"(?:{_any(*full)}|{_any(*short)}\b\.?)",
        "long_month": _any(*full),
        "weekday": _any(*(day for day in words("weekdays") if len(day) > 5)),
        "short_weekday": rf"(?:{_any(*(day for day in words('weekdays') if len(day) < 6))}\.?)",
        "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d,.]*\d)",
        "ordinal": _any(*words("ordinals")),
        "year": r"(?:1[5-9]\d\d|20\d\d)(?![\d-]*\d)",
        "unit": _any(*units),
        "units": _any(*(f"{u}s" for u in units if u != "century"), "centuries", "seconds"),
        "season": _any(*words("seasons")),
        "part": _any(*words("day_parts")),
        "number": number,
        "quantity": rf"(?:{number}|{quantities})",
        "direction": _any(*words("directions")),
        "before": _any(*(row[0] for row in rows("modifiers") if row[1] != "after")),
        "phase": _any(*(row[0] for row in rows("modifiers") if row[1] in ("phase", "either"))),
        "amount": _any(*(row[0] for row in rows("modifiers") if row[1] in ("amount", "either"))),
        "after": _any(*(row[0] for row in rows("modifiers") if row[1] == "after")),
        "reference": _any(*(row[0] for row in rows("references") if row[2] == "find")),
        "clock": r"(?:(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?\s*[ap]\.?m\b\.?"
        r"|(?:[01]?\d|2[0-3]):[0-5]\d(?![:\d])|noon|midnight)"
        r"(?:\s+\(?(?:gmt|utc|est|edt|cst|cdt|pst|pdt|bst|cet|cest|local time)\b\)?)?",
        "set": _any(*words("sets")),
    }


def expanded(source: str) -> str:
    """`source` with each ``{class}`` written out, and each space standing for any white space."""
    return re.sub(
        r"\{([a-z_]+)\}", lambda m: _classes()[m.group(1)], source.replace(" ?", r"\s*").replace(" ", r"\s+")
    )


@cache
def time_word() -> re.Pattern[str]:
    """A word or figure, in lower case, that every time expression holds at least one of."""
    tables = ("months", "weekdays", "seasons", "day_parts", "sets")
    known = [word for table in tables for word in words(table)]
    known += [row[0] for row in rows("units") if row[0] != "second"] + ["centuries", "seconds", "half"]
    known += [row[0].split()[-1] for row in rows("references") if row[2] == "find"]
    known += ["yesterday", "today", "tomorrow", "tonight", "overnight", "weekend"]
    known += [tens.removesuffix("y") + "ies" for tens in words("numbers") if tens.endswith("ty")]
    figures = r"\d\d\d\d|\d\d?[:.]\d\d|\d ?[ap]\.?m|'\d\d|q[1-4]\b"
    return re.compile(rf"\b{_any(*set(known))}s?\b|{figures}")


def pattern(source: str) -> re.Pattern[str]:
    """A regular expression, case ignored, over the words of `_classes`."""
    return re.compile(expanded(source), re.IGNORECASE)


@cache
def spelt_year() -> re.Pattern[str]:
    """A year in words, lower case and without hyphens."""
    tens = _any(*(word for word, number in numbers("numbers").items() if 20 <= number < 100))
    ones = _any(*(word for word, number in numbers("numbers").items() if 1 <= number < 20))
    return re.compile(rf"\bnineteen {tens}(?: {ones})?\b|(?<=year )two thousand(?: and)?(?: {ones})?\b")


def year_in_words(text: str) -> int:
    """The year of a match of `spelt_year`."""
    century, _, rest = text.partition(" ")
    return int(1900 + (_spelt(rest.split()) or 0) if century == "nineteen" else _spelt(text.split()) or 0)


def quantity(text: str) -> float | None:
    """The number that `text` stands for: digits, number words or a table word; None for an unknown number."""
    text = text.strip().replace(",", "")
    if text in words("quantities"):
        value = words("quantities")[text]
        return None if value == "X" else float(value)
    whole, _, fraction = text.partition(" ")
    if re.fullmatch(r"\d+(\.\d+)?", whole) and re.fullmatch(r"(\d/\d)?", fraction):
        return float(whole) + (int(fraction[0]) / int(fraction[2]) if fraction and fraction[2] != "0" else 0)
    return _spelt(re.split(r"[\s-]+", text))


def _spelt(parts: list[str]) -> float | None:
    total, part = 0, 0
    for word in parts:
        value = numbers("numbers").get(word)
        if value is None:
            if word not in ("and", "a"):
                return None
        elif value == 1000:
            total, part = total + (part or 1) * value, 0
        elif value in (100, 12) and part:
            part *= value
        else:
            part += value
    return float(total + part)
