"""What the head of a page says: its title, its day.

By trafilatura's and htmldate's own functions, one by one: all of trafilatura's metadata together would run patterns
over JSON and descriptions whose time grows with the square or the cube of their length.
"""

from datetime import UTC, datetime

from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.metadata import METANAME_TITLE, extract_opengraph, extract_title, extract_url


def title(tree: HtmlElement) -> str | None:
    """The title that the page gives itself in its head, else its heading; None if it has neither."""
    named = (
        str(meta.get("content")).strip()
        for meta in tree.iterfind(".//head/meta[@content]")
        if str(meta.get("name")).lower() in METANAME_TITLE
    )
    return extract_opengraph(tree)["title"] or next(filter(None, named), None) or extract_title(tree)


def day(tree: HtmlElement) -> datetime | None:
    """The first moment, in UTC, of the day on which the page says that it was published."""
    url = extract_opengraph(tree)["url"] or extract_url(tree)
    # Not up to the clock's date, so that a page reads the same on any day.
    found = find_date(tree, url=url, original_date=True, extensive_search=False, max_date="2100-01-01")
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if found else None
