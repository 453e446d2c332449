"""An article's fingerprint. Pure: no Beam, no clock, no network."""

from pipeline.fingerprint import sketch, terms
from pipeline.records import Article, Fingerprint


def fingerprint(article: Article) -> Fingerprint:
    """What grouping compares: the text's shingles and numbers, and the terms of title and text."""
    title, text = article.title or "", article.text or ""
    return Fingerprint(sketch.encode(sketch.sketch(text or title)), terms.encode(terms.terms(title, text)))
