"""What Dateline knows, in tables that an expert can edit: tab-separated files, one fact a line."""

from importlib.resources import files


def rows(package: str, name: str) -> list[list[str]]:
    """The rows of table `name` in the folder of `package`, split into columns.

    Blank lines and lines that start with ``#`` are left out. Raises ValueError, naming the line, if a row has
    another number of columns than the first.
    """
    return [row for _, row in numbered_rows(package, name)]


def lines(package: str, name: str) -> list[str]:
    """The lines of table `name`, all of them; number n is at n - 1."""
    return files(package).joinpath(name).read_text(encoding="utf-8").splitlines()


def numbered_rows(package: str, name: str) -> list[tuple[int, list[str]]]:
    """What `rows` gives, each row with the number of its line, from 1."""
    found: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines(package, name), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = [column.strip() for column in line.split("\t")]
        if found and len(row) != len(found[0][1]):
            raise ValueError(
                f"{name}, line {number}: {len(row)} columns, where {len(found[0][1])} are expected"
            )
        found.append((number, row))
    return found
