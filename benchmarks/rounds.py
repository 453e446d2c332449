"""What the rounds of a benchmark show together, and how fast something goes."""

import time
from collections.abc import Iterable, Mapping, Sequence
from statistics import median

WARM = 0.2  # the share at the beginning that is left out, so that starting does not count


def spread(rounds: Sequence[Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The least, the median and the most of each figure over the rounds, by its name."""
    by_name = {name: [each[name] for each in rounds] for name in rounds[0]}
    return {name: {"least": min(of), "median": median(of), "most": max(of)} for name, of in by_name.items()}


def rate(progress: Iterable[int], total: int) -> float:
    """How many a second once the first fifth is done, from the counts of done ones as they come.

    Ends the program if `total` is not reached.
    """
    return rate_of(((time.monotonic(), done) for done in progress), total)


def rate_of(moments: Iterable[tuple[float, int]], total: int) -> float:
    """`rate`, from when how many were done."""
    first: tuple[float, int] | None = None
    for now, done in moments:
        if first is None and done >= WARM * total:
            first = now, done
        if first and done >= total:
            began, before = first
            if before == done:
                raise SystemExit("too few for a rate: all was done at once")
            return (done - before) / (now - began)
    raise SystemExit("it ended before all was done")
