"""The records as Markdown tables: ``python -m schemas.document`` writes them into README.md."""

from pathlib import Path
from typing import Any

import schemas

BEGIN, END = "<!-- records: begin -->", "<!-- records: end -->"
PUBLIC = tuple(name for name in schemas.NAMES if name != schemas.INDEX_BATCH)
README = Path(__file__).resolve().parent.parent / "README.md"


def tables() -> str:
    """Heading, sentence and table of fields for each schema that users meet and each record within, once."""
    shown: set[str] = set()
    parts: list[str] = []
    for name in PUBLIC:
        queue = [schemas.load(name)]
        while queue:
            record = queue.pop(0)
            if record["name"] in shown:
                continue
            shown.add(record["name"])
            parts.append(_table(record, top=record["name"] == schemas.load(name)["name"]))
            queue += [inner for field in record["fields"] for inner in _records(field["type"])]
    return "\n\n".join(parts)


def updated(readme: str) -> str:
    """`readme` with the tables between the markers. Raises ValueError if it has no markers."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


def main() -> None:
    """Bring README.md up to date."""
    README.write_text(updated(README.read_text(encoding="utf-8")), encoding="utf-8")


def _table(record: dict[str, Any], *, top: bool) -> str:
    heading = f"{'###' if top else '####'} {_short(record['name'])}"
    rows = [f"| `{field['name']}` | {_type(field['type'])} | {_what(field)} |" for field in record["fields"]]
    return "\n".join([heading, "", record["doc"], "", "| field | type | what |", "|---|---|---|", *rows])


def _type(schema: Any) -> str:
    if isinstance(schema, list):
        return " or ".join(_type(branch) for branch in schema if branch != "null") + "?"
    if isinstance(schema, str):
        return _short(schema)
    if "logicalType" in schema:
        return str(schema["logicalType"])
    if schema["type"] == "array":
        return f"{_type(schema['items'])}[]"
    return _short(schema["name"]) if "name" in schema else str(schema["type"])


def _what(field: dict[str, Any]) -> str:
    """What a field says, and the symbols of an enum where it is defined."""
    branches = field["type"] if isinstance(field["type"], list) else [field["type"]]
    symbols = [s for branch in branches if isinstance(branch, dict) for s in branch.get("symbols", ())]
    return f"{field['doc']} {', '.join(symbols)}." if symbols else str(field["doc"])


def _records(schema: Any) -> list[dict[str, Any]]:
    """The records that `schema` defines in place."""
    if isinstance(schema, list):
        return [found for branch in schema for found in _records(branch)]
    if not isinstance(schema, dict):
        return []
    if schema["type"] == "array":
        return _records(schema["items"])
    return [schema] if schema["type"] == "record" else []


def _short(name: str) -> str:
    return name.rpartition(".")[2]


if __name__ == "__main__":
    main()
