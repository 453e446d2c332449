"""Memory of all processes over many articles: that of the last tenth over that of the first.

    python -m benchmarks.memory [ARTICLES.jsonl] [--articles 50000] [--words 40] [--workers 2] [--json PATH]
                                [--runner flink --flink-parallelism 1]

Articles are short, so that there can be many. Memory is looked at every second while they go by. A stream that
leaks shows in the ratio; what grouping remembers of an article (`benchmarks.group`) is in it too.
"""

import time
from statistics import mean

from benchmarks.articles import articles
from benchmarks.processes import Started
from benchmarks.report import emit, parser
from benchmarks.runs import Run, add_engine, engine_of
from deploy.kafka.broker import Broker

LOOK_SECONDS = 1.0
SHOWN = 200  # points of the curve that are kept


def main() -> None:
    """Watch a run, and say what was seen."""
    arguments = parser(__doc__, articles=50_000)
    arguments.add_argument("--words", type=int, default=40, help="an article")
    add_engine(arguments)
    given = arguments.parse_args()
    total, seen, started = given.articles, [], Started()
    with Broker() as broker, engine_of(given) as options:
        run = Run(broker.bootstrap_servers, options)
        run.fill(articles(given.path, total, words=given.words))
        with run.started() as process:
            looked_at = began = time.monotonic()
            for done in run.progress(process, total):
                if 0 < done < total and time.monotonic() - looked_at > LOOK_SECONDS:
                    looked_at = time.monotonic()
                    seen.append((looked_at - began, done, started.megabytes()))
            seconds = time.monotonic() - began
        outcomes = run.outcomes()
    first = mean(memory for _, done, memory in seen if done <= 0.1 * total)
    last = mean(memory for _, done, memory in seen if done >= 0.9 * total)
    figures = {
        "first tenth MB": first,
        "last tenth MB": last,
        "ratio": last / first,
        "most MB": max(memory for *_, memory in seen),
        "articles a second": (total - seen[0][1]) / (seconds - seen[0][0]),
        "outcomes": outcomes,
    }
    lines = [f"{name}: {value:.3f}" for name, value in figures.items() if isinstance(value, float)]
    curve = seen[:: max(1, len(seen) // SHOWN)]
    emit(
        "memory", given, {**figures, "curve: seconds, articles, MB": curve}, [*lines, f"outcomes: {outcomes}"]
    )


if __name__ == "__main__":
    main()
