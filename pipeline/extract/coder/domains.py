"""What a sentence is about where it is not politics: sport, arts, science, disaster, business, health, and
the vocabulary of power and conflict on the other side."""

from functools import cache, lru_cache

from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.tree import Node


@cache
def domains() -> dict[str, str]:
    """Domain of each word that tells of one; a word with ``VERB`` or ``NOUN`` behind a slash only as such."""
    return {word: domain for domain, word in rows("domains.tsv")}


def domains_of(nodes: list[Node]) -> dict[int, str]:
    """The domain of each word of a sentence that tells of one, by the word's index."""
    found = {n.index: _domain(n.lemma, n.lower, n.pos) for n in nodes}
    return {index: domain for index, domain in found.items() if domain}


@lru_cache(maxsize=10_000)
def _domain(lemma: str, lower: str, pos: str) -> str | None:
    table = domains()
    return table.get(lemma) or table.get(lower) or table.get(f"{lemma}/{pos}")
