"""The data files of this folder, one fact a line."""

from functools import cache

from pipeline import tables


def rows(name: str) -> list[list[str]]:
    """The rows of ``name.tsv`` of this folder."""
    return tables.rows("pipeline.actors", f"{name}.tsv")


def listed(field: str) -> list[str]:
    """The items of a field that holds a list, separated by ``|``."""
    return [item for item in field.split("|") if item]


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one class of ``words.tsv``."""
    return frozenset(word for word, of in rows("words") if of == kind)


@cache
def genders() -> dict[str, str]:
    """Lower-case given name → ``m`` or ``f``."""
    return {name.lower(): gender for name, gender in rows("first_names")}
