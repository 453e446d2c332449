"""What Dateline knows, in tables that an expert can edit: tab-separated files, one fact a line."""

from importlib.resources import files


def rows(package: str, name: str) -> list[list[str]]:
    """The rows of table `name` in the folder of `package`, split into columns.

    Blank lines and lines that start with ``#`` are left out. Raises ValueError, naming the line, if a row has
    another number of columns than the first.
    """
    found: list[list[str]] = []
    lines = files(package).joinpath(name).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = [column.strip() for column in line.split("\t")]
        if found and len(row) != len(found[0]):
            raise ValueError(f"{name}, line {number}: {len(row)} columns, where {len(found[0])} are expected")
        found.append(row)
    return found
