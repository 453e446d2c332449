"""What the index of grouping costs: memory an entry, time a decision, seconds to read it back from its topic.

    python -m benchmarks.group [--entries 100000] [--decisions 500] [--json PATH]

Fingerprints are made up, as those of articles of 250 to 600 words are: three articles a story that share rare terms,
all others drawn from 200,000 by Zipf's law; one article in ten is a copy cut to half. At each tenth of the way the
next articles are decided about, which is timed; those between are put in, timed too. At the end as many entries are
written to an index topic on a real broker, and a new index is made from it as at the start of a run, with the state
that an engine keeps in memory.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched, islice
from pathlib import Path

import numpy as np

from benchmarks.index_topic import load_seconds
from benchmarks.report import emit, parser
from connectors.records import Origin
from pipeline.fingerprint import sketch, terms
from pipeline.fingerprint.sketch import Sample, Sketch
from pipeline.fingerprint.terms import Terms
from pipeline.fingerprint.words import U64
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.records import Fingerprint, IndexEntry

VOCABULARY = 200_000
STORY_TERMS = 12
INTERVAL_MS = 100
ROUNDS = 10
AT_ONCE = 1000  # as many are put in as when an index is built from its topic


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up article: its number, its fingerprint, its story, and the article it is a copy of."""

    number: int
    fingerprint: Fingerprint
    story: int
    copy_of: int | None

    @property
    def title(self) -> str:
        """A headline of usual length."""
        return f"Headline of the article {self.number} of the day"

    @property
    def origin(self) -> Origin:
        """Its coordinates."""
        return Origin("t", 0, self.number)

    def entry(self) -> IndexEntry:
        """What an index remembers of it."""
        original = None if self.copy_of is None else _id(self.copy_of)
        return IndexEntry(
            _id(self.number),
            "en",
            self.origin,
            self.number * INTERVAL_MS,
            f"s-{self.story:032x}",
            original,
            None if original is None else 1.0,
            self.title,
            self.fingerprint.sketch,
            self.fingerprint.terms if original is None else b"",
            self.fingerprint.details,
        )


def articles(seed: int = 7) -> Iterator[Made]:
    """Made-up articles without end, the same for the same seed."""
    random = np.random.default_rng(seed)
    vocabulary = np.unique(random.integers(0, 1 << 32, VOCABULARY, np.uint32))
    random.shuffle(vocabulary)
    cumulative = np.cumsum(1 / (np.arange(len(vocabulary)) + 30))
    last: Sketch | None = None
    number = 0
    while True:
        copied = number % 10 == 9 and last is not None
        made = _half(last) if copied and last else _sketched(random)
        draws = cumulative.searchsorted(random.random(140) * cumulative[-1])
        rare = np.random.default_rng(number // 3).integers(len(vocabulary) // 2, len(vocabulary), STORY_TERMS)
        hashes = np.unique(np.concatenate([vocabulary[draws], vocabulary[rare]]))[: terms.MAX_TERMS]
        weights = np.where(np.isin(hashes, vocabulary[rare]), 3, random.choice([1.0, 1.4, 1.7], len(hashes)))
        mark = Fingerprint(
            sketch.encode(made),
            terms.encode(Terms(hashes, weights.astype(np.float32))),
            sketch.encode_details(made),
        )
        yield Made(number, mark, number // 3, number - 1 if copied else None)
        last, number = made, number + 1


def _sketched(random: np.random.Generator) -> Sketch:
    def sample(least: int, most: int, level: int) -> Sample:
        hashes = random.integers(1 << 16, 1 << (63 - level), random.integers(least, most + 1), np.uint64)
        return Sample(np.unique(hashes), level)

    return Sketch(sample(28, 56, 3), sample(2, 30, 0), sample(32, 64, 6), sample(4, 16, 0))


def _half(made: Sketch) -> Sketch:
    def sample(one: Sample) -> Sample:
        kept: U64 = one.hashes[::2]
        return Sample(kept, one.level)

    return Sketch(sample(made.shingles), sample(made.numbers), sample(made.letters), sample(made.names))


def _id(number: int) -> str:
    return f"article-{number:012d}"


def resident_bytes() -> int:
    """Memory of this process that is in RAM."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def filled(entries: int, decisions: int) -> Iterator[dict[str, float]]:
    """What an index costs at each tenth of the way to so many entries."""
    settings = GroupSettings(max_entries=2 * entries)  # so that nothing is forgotten
    made, index, before = articles(), Index("en", settings), resident_bytes()
    for number in range(1, ROUNDS + 1):
        put, spent = number * entries // ROUNDS - decisions - len(index), 0.0
        for batch in batched((one.entry() for one in islice(made, put)), AT_ONCE):
            start = time.thread_time()
            index.remember(batch)
            spent += time.thread_time() - start
        times, found = [], 0
        for _ in range(decisions):
            one = next(made)
            start = time.thread_time()
            decided, _ = index.decide(
                _id(one.number), one.title, one.fingerprint, one.origin, one.number * INTERVAL_MS
            )
            times.append(time.thread_time() - start)
            found += decided.duplicate_of is not None
        yield {
            "entries": len(index),
            "bytes an entry": (resident_bytes() - before) / len(index),
            "decision ms": 1e3 * float(np.mean(times)),
            "decision p99 ms": 1e3 * float(np.percentile(times, 99)),
            "decision most ms": 1e3 * max(times),
            "put in ms": 1e3 * spent / max(1, put),
            "copies": found,
        }


def main() -> None:
    """Fill an index, print ten lines, and read it back from its topic."""
    arguments = parser(__doc__)
    arguments.add_argument("--entries", type=int, default=100_000)
    arguments.add_argument("--decisions", type=int, default=500)
    given = arguments.parse_args()
    steps = list(filled(given.entries, given.decisions))
    load = load_seconds(made.entry() for made in islice(articles(), given.entries))
    lines = [
        f"{step['entries']:>9,} entries  {step['bytes an entry']:>5.0f} bytes an entry  "
        f"decision {step['decision ms']:.2f} ms, p99 {step['decision p99 ms']:.2f} ms, "
        f"most {step['decision most ms']:.0f} ms  copies {step['copies']}  put in {step['put in ms']:.2f} ms"
        for step in steps
    ]
    lines.append(
        f"{given.entries:>9,} entries read back from the index topic in {load['wall']:.1f} s, "
        f"{load['cpu']:.1f} s of CPU time"
    )
    emit("group", given, {"steps": steps, "load seconds": load}, lines)


if __name__ == "__main__":
    main()
