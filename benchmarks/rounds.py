"""What the rounds of a benchmark show together."""

from collections.abc import Mapping, Sequence
from statistics import median


def spread(rounds: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The least, the median and the most of each figure over the rounds, by its name."""
    by_name = {name: [each[name] for each in rounds] for name in rounds[0]}
    return {name: {"least": min(of), "median": median(of), "most": max(of)} for name, of in by_name.items()}
