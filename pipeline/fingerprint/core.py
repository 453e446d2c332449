"""An article's fingerprint. Pure: no Beam, no clock, no network."""

from pipeline.fingerprint import sketch, terms
from pipeline.records import Article, Fingerprint


def fingerprint(article: Article) -> Fingerprint:
    """What grouping compares: samples of the text, and the terms of title and text."""
    title, text = article.title or "", article.text or ""
    sampled = sketch.sketch(text or title)
    return Fingerprint(
        sketch.encode(sampled), terms.encode(terms.terms(title, text)), sketch.encode_details(sampled)
    )
