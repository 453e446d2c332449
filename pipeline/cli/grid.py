"""Columns without lines, for pages that explain."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text


def grid(rows: Iterable[Sequence[str | RenderableType]]) -> Table:
    """Rows in columns, of which only the last may be broken into several lines."""
    made = Table.grid(padding=(0, 2, 0, 0))
    for row in rows:
        made.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    for column in made.columns[:-1]:
        column.no_wrap = True
    for column in made.columns[-1:]:
        column.overflow = "fold"
    return made
