"""What the index of grouping costs: memory an entry, time a decision.

    python benchmarks/group.py [--entries 100000]

Articles are made up: 250 to 600 words drawn from a vocabulary of 200,000 words by Zipf's law, three articles a
story that share rare words, and one article in ten a copy cut to half.
"""

import argparse
import os
import pickle
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from connectors.records import Origin
from pipeline.fingerprint.core import fingerprint
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.records import Article

STEP = 10_000


def articles(count: int, seed: int = 7) -> Iterator[Article]:
    """`count` made-up articles, the same for the same seed."""
    random = np.random.default_rng(seed)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    names = ["".join(random.choice(letters, 7)) for _ in range(200_000)]
    weights = 1 / (np.arange(len(names)) + 3)
    cumulative = np.cumsum(weights / weights.sum())
    last: list[str] = []
    for at in range(count):
        if at % 10 == 9:
            words = last[: len(last) // 2]
        else:
            draws = np.searchsorted(cumulative, random.random(random.integers(250, 600)))
            words = [names[min(i, len(names) - 1)] for i in draws]
            story = np.random.default_rng(at // 3).integers(50_000, 200_000, 12)
            for place in random.integers(0, len(words), 40):
                words[place] = names[story[place % 12]].capitalize()
        last = words
        yield Article(f"article-{at:012d}", f"Headline of the article {at} of the day", " ".join(words))


def resident_bytes() -> int:
    """Memory of this process that is in RAM."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def stored(count: int, file: BinaryIO) -> None:
    """Write the articles and their fingerprints to `file`, so that reading them leaves no garbage to speak of."""
    for article in articles(count):
        pickle.dump((article.article_id, article.title, fingerprint(article)), file)
    file.seek(0)


def main() -> None:
    """Fill an index, and print a line every 10,000 entries."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=100_000)
    entries = parser.parse_args().entries
    with tempfile.TemporaryFile() as file:
        stored(entries, file)
        index, copies, times, before = Index("en", GroupSettings()), 0, [], resident_bytes()
        for number in range(entries):
            article_id, title, mark = pickle.load(file)
            origin, start = Origin("t", 0, number), time.thread_time()
            grouping, _ = index.decide(article_id, title, mark, origin, number * 1000)
            times.append(time.thread_time() - start)
            copies += grouping.duplicate_of is not None
            if (number + 1) % STEP == 0:
                show(number + 1, resident_bytes() - before, times, copies)
                times.clear()


def show(entries: int, memory: int, times: list[float], copies: int) -> None:
    """One line: CPU times of the last entries, memory of all."""
    mean, p99, most = np.array([np.mean(times), np.percentile(times, 99), max(times)]) * 1e3
    print(
        f"{entries:>9,} entries  {memory / entries:>5.0f} bytes an entry  decision {mean:.2f} ms, "
        f"p99 {p99:.2f} ms, most {most:.0f} ms  copies {copies:,}",
        flush=True,
    )


if __name__ == "__main__":
    main()
