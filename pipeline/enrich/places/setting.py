"""Where an article's main event was, if the sentences that tell it don't say."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.enrich.places.gazetteer import gazetteer
from pipeline.enrich.places.tables import words
from pipeline.records import Article, Extraction, Mention, Part, Place

LEAD_SENTENCES = 3
LOOKED_AT = (
    1500  # characters at the start of a text in which a dateline may stand, behind captions and bylines
)
SITES = frozenset({"FAC", "GPE", "LOC"})
_DATED = re.compile(r"(?:, [\w. ]{2,30})?(?: \([^()\n]{2,30}\))? ?(?:--|—|–)\s")


def setting(article: Article, extraction: Extraction, places: Sequence[Place | None]) -> Place | None:
    """The place of an article's main event: a site that the title or the lead names after a preposition of place and
    the gazetteer doesn't know, else the place that the text is dated from, else the one that it names most often.

    `places` are as `resolve_places` gives them. A people's name ("French") is no place.
    """
    known = [p for p in places if p and not gazetteer().peopled(p.text)]
    return next(_sites(article, extraction, places), None) or _dateline(article, known) or _central(known)


def _sites(article: Article, extraction: Extraction, places: Sequence[Place | None]) -> Iterator[Place]:
    """The unknown sites of the title and the lead, in text order: they have a name, but no point."""
    last = sum(s.part is Part.TITLE for s in extraction.sentences) + LEAD_SENTENCES
    for mention, place in zip(extraction.mentions, places, strict=False):
        if place is None and mention.sentence < last and _is_site(mention, article):
            span = mention.span
            yield Place(span.text, span.start, span.end, span.part, kind="other")


def _is_site(mention: Mention, article: Article) -> bool:
    span = mention.span
    if mention.label not in SITES and not (mention.label == "ORG" and _last(span.text) in words("site")):
        return False
    text = (article.title if span.part is Part.TITLE else article.text) or ""
    return _last(text[: span.start].removesuffix("the ")) in words("place_preposition")


def _last(text: str) -> str:
    return text.split()[-1].lower() if text.split() else ""


def _dateline(article: Article, places: Sequence[Place]) -> Place | None:
    """The first place in capitals before a dash: "LONDON (Agency) --"."""
    text = article.text or ""
    first = (p for p in places if p.part is Part.TEXT and p.start < LOOKED_AT and p.text.isupper())
    return next((place for place in first if _DATED.match(text, place.end)), None)


def _central(places: Sequence[Place]) -> Place | None:
    """The first mention of the place that is named most often, the first of several."""
    named = [place for place in places if place.name]
    counts = Counter((place.name, place.country) for place in named)
    return max(named, key=lambda place: counts[place.name, place.country], default=None)
