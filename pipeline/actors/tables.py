"""The data files of this folder, one fact a line."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files


def rows(name: str, columns: int) -> Iterator[tuple[str, ...]]:
    """The lines of ``name.tsv`` as tuples of `columns` strings; ``#`` lines are comments.

    Raises ValueError, with the line, if a line has another number of columns.
    """
    text = files("pipeline.actors").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        row = tuple(field.strip() for field in line.split("\t"))
        if len(row) != columns:
            raise ValueError(f"{name}.tsv line {number}: {len(row)} columns instead of {columns}")
        yield row


def listed(field: str) -> list[str]:
    """The items of a field that holds a list, separated by ``|``."""
    return [item for item in field.split("|") if item]


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one class of ``words.tsv``."""
    return frozenset(word for word, of in rows("words", 2) if of == kind)


@cache
def genders() -> dict[str, str]:
    """Lower-case given name → ``m`` or ``f``."""
    return {name.lower(): gender for name, gender in rows("first_names", 2)}
