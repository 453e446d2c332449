"""From the named values of a decoded record to an `Article`."""

import functools
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.decode.dates import read_date
from pipeline.errors import BadRecordError, Reason
from pipeline.ids import hashed
from pipeline.records import Article
from pipeline.tables import rows

_HTML_START = re.compile(r"\s*<(?:[a-zA-Z!?])")
_SIGNS = re.compile(r"[^a-z0-9]+")
_LANGUAGE = re.compile(r"([a-zA-Z]{2})(?:[-_].*)?", re.DOTALL)


def looks_like_html(text: str) -> bool:
    """Whether `text` starts with a tag, a comment or a declaration."""
    return _HTML_START.match(text) is not None


def article_of(values: Mapping[str, Any]) -> Article:
    """The article that a record's named values describe; the names are those of ``field_names.tsv``.

    Names that are not in that table are ignored. A number is taken as an id, an object with a name as a
    source; a language is kept if it is a two-letter code, with or without a region. Lone surrogates become
    U+FFFD. Raises BadRecordError: WRONG_TYPE if a value is no string, or a date that can't be read;
    NO_CONTENT without text, html and summary. Empty text counts as text if there is nothing better.
    """
    given = _by_field(values)
    text, html = _content(given)
    return article(
        text=text,
        html=html,
        given_id=_id(given.get("id")),
        title=_string(given, "title") or None,
        published_at=_published(given),
        source=_source(given),
        url=(_string(given, "url") or "").strip() or None,
        language=_language(_string(given, "language")),
    )


def article(*, text: str | None, html: str | None, given_id: str | None = None, **fields: Any) -> Article:
    """An article with its id: the one given, else a hash of the url, else of title and content.

    Raises BadRecordError (NO_CONTENT) if neither text nor html is given.
    """
    content = text if text is not None else html
    if content is None:
        raise BadRecordError(Reason.NO_CONTENT, "the record has neither text nor html")
    if given_id is None:
        url = fields.get("url")
        given_id = hashed("a", url) if url else hashed("a", fields.get("title") or "", content)
    return Article(article_id=given_id, text=text, html=html, **fields)


def _content(given: Mapping[str, tuple[str, Any]]) -> tuple[str | None, str | None]:
    """Text and html; text that is blank gives way to html, and nothing gives way to the summary."""
    text, html, either = (_string(given, field) for field in ("text", "html", "text_or_html"))
    if either is not None and looks_like_html(either):
        html = html or either
    else:
        text = text or (either if either is not None else text)
    summary = _string(given, "summary")
    if html:
        return (text if text and text.strip() else None), html
    return text or (summary if summary is not None else text), html


def _published(given: Mapping[str, tuple[str, Any]]) -> datetime | None:
    _, value = given.get("published_at", ("", ""))
    return None if value == "" else read_date(value)


def _by_field(values: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    """For each field that has a value, its name in the record and the value, empty only if all are."""
    fields, best = _names(), dict[str, tuple[tuple[bool, int], str, Any]]()
    for name, value in values.items():
        known = fields.get(_plain(name))
        if known is None or value is None:
            continue
        rank, field = (value == "", known[0]), known[1]
        if field not in best or rank < best[field][0]:
            best[field] = (rank, name, value)
    return {field: (name, value) for field, (_, name, value) in best.items()}


def _string(given: Mapping[str, tuple[str, Any]], field: str) -> str | None:
    name, value = given.get(field, (field, None))
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadRecordError(Reason.WRONG_TYPE, f"{ascii(name)[:42]} is a {_kind(value)}, not a string")
    return _whole(value)


def _id(given: tuple[str, Any] | None) -> str | None:
    if given is None:
        return None
    name, value = given
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return (_string({"id": (name, value)}, "id") or "").strip() or None


def _source(given: Mapping[str, tuple[str, Any]]) -> str | None:
    name, value = given.get("source", ("source", None))
    if isinstance(value, Mapping):
        value = value.get("name")
    return _string({"source": (name, value)}, "source") or None


def _language(given: str | None) -> str | None:
    code = _LANGUAGE.fullmatch(given.strip()) if given else None
    return code[1].lower() if code else None


def _whole(text: str) -> str:
    """`text` with U+FFFD for lone surrogates, which no encoding can carry; two that pair are joined."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _kind(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case list():
            return "list"
        case Mapping():
            return "object"
    return type(value).__name__


def _plain(name: str) -> str:
    return _SIGNS.sub("", name.lower())


@functools.cache
def _names() -> dict[str, tuple[int, str]]:
    """By name without signs: its rank (the line's number) and the field."""
    found = rows("pipeline.decode", "field_names.tsv")
    return {_plain(name): (rank, field) for rank, (name, field) in enumerate(found)}
