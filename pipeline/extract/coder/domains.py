"""What a sentence is about where it is not politics: sport, arts, science, disaster, business, health, and
the vocabulary of power and conflict on the other side."""

from functools import cache

from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.tree import Node


@cache
def domains() -> dict[str, str]:
    """Domain of each word that tells of one."""
    return {word: domain for domain, word in rows("domains.tsv")}


def domains_of(nodes: list[Node]) -> frozenset[str]:
    """The domains that a sentence has a word of."""
    table = domains()
    found = (table.get(node.lemma) or table.get(node.lower) for node in nodes)
    return frozenset(domain for domain in found if domain)
