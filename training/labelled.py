"""Labelled sets: a folder with ``articles.jsonl`` and ``gold.jsonl``, one object a line, joined by ``id``.

An article has `id` and `text`, and may have `title` and `published_at` (ISO 8601). What a label has depends on
the set: `root` (an event type; YIELD is CONCEDE or RETREAT), `topic`, or `places` (each `start` and `end`, in
characters of the text).
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.records import Article


def articles_with_labels(folder: Path) -> list[tuple[Article, dict[str, Any]]]:
    """The articles of a set that have a label, in order. Raises UsageError if a file isn't there or isn't JSON."""
    labels = {row["id"]: row for row in _rows(folder / "gold.jsonl")}
    return [
        (_article(row), labels[row["id"]]) for row in _rows(folder / "articles.jsonl") if row["id"] in labels
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} can't be read: {error}") from error


def _article(row: dict[str, Any]) -> Article:
    published = row.get("published_at")
    return Article(
        row["id"], row.get("title"), row["text"], published_at=published and datetime.fromisoformat(published)
    )
