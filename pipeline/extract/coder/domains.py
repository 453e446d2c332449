"""What a sentence is about where it is not politics: sport, arts, science, disaster, business, health, and
the vocabulary of power and conflict on the other side."""

from functools import cache

from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.tree import Node

LIMIT = 2


@cache
def domains() -> dict[str, str]:
    """Domain of each word that tells of one."""
    return {word: domain for domain, word in rows("domains.tsv")}


def domain_counts(nodes: list[Node]) -> dict[str, int]:
    """How many words of each domain a sentence holds, up to `LIMIT`."""
    table = domains()
    counts: dict[str, int] = {}
    for node in nodes:
        domain = table.get(node.lemma) or table.get(node.lower)
        if domain:
            counts[domain] = min(LIMIT, counts.get(domain, 0) + 1)
    return counts
