"""What stands before a text's first sentence and is no part of it: byline, dateline, rubric.

A dateline is a city, with or without a region, a date and an agency in brackets, and a dash:
"LIMA, May 19 (AP) - ", "PARIS — ". An agency that translates marks the text behind it: "[Excerpt]".
A rubric names the topic before a colon: "Border conflict: ".
"""

import re

from spacy.tokens import Doc

from pipeline.extract.coder.tree import Node
from pipeline.extract.parsed import text_of

LOOKED_AT = 400
MAX_RUBRIC = 8
PLACES = frozenset({"GPE", "LOC", "FAC"})
NAMES = frozenset({"PERSON", "ORG", "NORP", "GPE"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
LOOSE = frozenset({"appos", "conj", "nmod", "compound", "npadvmod", "dep"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
TELLING = FINITE | {"VBN"}  # a headline leaves out the "are" of "are freed"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
WORD = r"[^\W\d_][\w.'’-]*"
DATELINE = re.compile(
    rf"""(?P<city>{WORD}(?:[ /]{WORD}){{0,3}})
    (?:,[ ]{WORD}(?:[ ]{WORD})?|[ ]\({WORD}(?:[ ]{WORD})?\)(?=,))??
    (?P<date>,?[ ](?:{MONTH}[ ]\d{{1,2}}|\d{{1,2}}[ ]{MONTH})(?:,?[ ]\d{{2}}(?:\d\d)?)?)?
    (?P<agency>,?[ ]\([\w .,/&-]{{2,40}}\))?
    [ ]*(?:--?|–|—)\s+(?=["“'‘\[]?[A-Z0-9])""",
    re.VERBOSE,
)
MARK = re.compile(r"\s*\[[A-Za-z][A-Za-z ]{2,30}\]\s+(?=[\"“'‘]?[A-Z0-9])")


def dateline_end(doc: Doc) -> int:
    """The offset behind the dateline at the start of one of the first lines, 0 if there is none."""
    start, text = 0, text_of(doc)
    while 0 <= start < min(LOOKED_AT, len(text)):
        found = DATELINE.match(text, start)
        if found and _is_dateline(doc, found):
            return _behind_mark(text, found.end())
        start = text.find("\n", start) + 1 or -1
    return _behind_mark(text, 0)


def _behind_mark(text: str, start: int) -> int:
    """The offset behind a mark of an agency that translates: "[Text] ", "[Excerpts] "."""
    mark = MARK.match(text, start)
    return mark.end() if mark else start


def _is_dateline(doc: Doc, found: re.Match[str]) -> bool:
    if found["city"].isupper() or found["date"] or found["agency"]:
        return found["city"][0].isupper()
    if any(word.islower() and len(word) > 3 for word in found["city"].split()):
        return False
    return any(e.start_char == found.start() and e.label_ in PLACES for e in doc.ents)


def rubric_length(nodes: list[Node]) -> int:
    """How many tokens at the start of a sentence name its topic before a colon; 0 if they name a speaker."""
    colon = next((n.index for n in nodes[: MAX_RUBRIC + 1] if n.text == ":"), 0)
    if not colon:
        return 0
    before, after = nodes[:colon], nodes[colon + 1 :]
    if any(n.tag in FINITE for n in before) or not any(n.tag in TELLING or n.lemma == "dead" for n in after):
        return 0
    words = [n for n in before if n.dep != "punct" and n.tag != "DT"]
    if all(n.entity in NAMES for n in words):
        return 0
    return colon + 1


def without_first(nodes: list[Node], count: int) -> list[Node]:
    """`nodes` without the first `count`: what hung on those hangs on what they hung on; indexes are new."""
    kept = nodes[count:]
    if not count or not kept:
        return kept
    hung = [n for n in kept if n.head.index < count]
    for node in hung:
        above = node.head
        takes_over = node.pos in NOMINAL and node.dep in LOOSE
        while above.index < count and above.head is not above:
            node.dep = above.dep if takes_over else node.dep
            above = above.head
        node.head = above if above.index >= count else node
    _under_one_root(kept)
    for node in kept:
        node.index -= count
        node.group = max(0, node.group - count)
        node.children = []
    for node in kept:
        if node.head is not node:
            node.head.children.append(node)
    _end_names_at_the_cut(kept)
    return kept


def _under_one_root(nodes: list[Node]) -> None:
    """Of several heads the first verb becomes the root of the others."""
    roots = [n for n in nodes if n.head is n]
    main = next((n for n in roots if n.pos == "VERB"), roots[0])
    main.dep = "ROOT"
    for node in roots:
        node.head = main


def _end_names_at_the_cut(nodes: list[Node]) -> None:
    """A name that ran over the cut ("March 27 - India") is a country's or nobody's on this side of it."""
    for node in nodes:
        if node.entity_starts or not node.entity:
            return
        node.entity = "GPE" if node.pos == "PROPN" and node.entity not in NAMES else ""
        node.entity_starts = True
        node.group = node.index
