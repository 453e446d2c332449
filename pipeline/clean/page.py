"""HTML to text, title and date of publication."""

import re
import sys
from dataclasses import dataclass
from datetime import datetime

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from pipeline.clean import head
from pipeline.errors import BadRecordError, Reason

# A tag longer than this carries data, no text: an embedded picture, the state of a script. The parser's time
# grows with the square of a tag's length.
_LONG_TAG = re.compile(r"<[^<>]{4000,}>")
# What no XML may hold: the parser lets it in, but nobody can write it into the tree again.
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:0*([0-9]{1,7})|[xX]0*([0-9a-fA-F]{1,6}));?")
_WHOLE_PAGE = re.compile(r"<(?:html|head|body|!doctype)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_BLOCKS = (
    *("p", "div", "br", "li", "tr", "table", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer"),
)
# The time to extract grows with the square of the siblings: these bounds keep it to some two seconds.
# Pages of news have up to 2,000 elements and 250 siblings.
_MAX_ELEMENTS = 20_000
_MAX_SIBLINGS = 2_500
_MIN_HEADLINE = 3  # words: fewer may be a rubric


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says; `text` has one paragraph a line, empty if there is none."""

    text: str
    title: str | None = None
    published_at: datetime | None = None


def read_page(html: str) -> Page:
    """The article on a page, or all of a fragment, such as a feed's summary.

    Raises BadRecordError (TOO_LARGE) for elements nested more than 256 deep, where the parser gives up,
    for more than 20,000 elements, and for more than 2,500 in one element.
    """
    tree = _tree(html)
    if tree is None:
        return Page("")
    if not _WHOLE_PAGE.search(html[:5000]):
        return Page(_all_text(tree))
    headings = [" ".join(h1.text_content().split()) for h1 in tree.iter("h1")]
    title, day = head.title(tree), head.day(tree)
    document = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False)
    if document is None or isinstance(document, dict):
        return Page("")
    text = _without_heading(document.text or "", headings)
    return Page(text, _headline(title or "", headings) or None, day)


def _headline(title: str, headings: list[str]) -> str:
    """The heading that `title` begins with, which leaves out the name of the site behind it; else `title`."""
    words = _words(title)
    fitting = (
        h for h in headings if len(_words(h)) >= _MIN_HEADLINE and words[: len(_words(h))] == _words(h)
    )
    return next(fitting, title)


def _without_heading(text: str, headings: list[str]) -> str:
    """`text` without its first line, if that is a heading of the page and not all that there is."""
    first, _, rest = text.partition("\n")
    return rest if rest.strip() and _words(first) in map(_words, headings) else text


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _tree(html: str) -> HtmlElement | None:
    """`html` parsed; None if there is no element in it."""
    source = _LONG_TAG.sub(" ", _without_control(html))
    parser = HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        tree = document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise BadRecordError(Reason.TOO_LARGE, "html nested more than 256 deep")
    _check_size(tree)
    return tree


def _without_control(html: str) -> str:
    """`html` without control characters, as they are or as references; a space for those that are white space."""
    html = _CONTROL.sub(lambda found: " " if found[0].isspace() else "", html)
    return _REFERENCE.sub(lambda found: "" if _CONTROL.match(_referred(found)) else found[0], html)


def _referred(reference: re.Match[str]) -> str:
    code = int(reference[1]) if reference[1] else int(reference[2], 16)
    return chr(min(code, sys.maxunicode))


def _check_size(tree: HtmlElement) -> None:
    for count, element in enumerate(tree.iter(), start=1):
        if count > _MAX_ELEMENTS:
            raise BadRecordError(Reason.TOO_LARGE, f"html of more than {_MAX_ELEMENTS} elements")
        if len(element) > _MAX_SIBLINGS:
            raise BadRecordError(Reason.TOO_LARGE, f"html with more than {_MAX_SIBLINGS} elements in one")


def _all_text(tree: HtmlElement) -> str:
    """The text of every element but scripts and styles, a line a block."""
    etree.strip_elements(tree, "script", "style", with_tail=False)
    for block in tree.iter(*_BLOCKS):
        block.tail = "\n" + (block.tail or "")
        block.text = "\n" + (block.text or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)
