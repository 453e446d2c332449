"""Articles a second from Kafka to Kafka, over those of the language model alone on as many processes.

    python -m benchmarks.throughput [ARTICLES.jsonl] [--articles 1000] [--copies 0.3] [--workers 2] [--rounds 3]
                                    [--runner flink --flink-parallelism 2] [--json PATH]

A round runs the model, as spaCy has it, by ``nlp.pipe``, and ``dateline run`` on a real broker, on the same articles,
so that a machine that slows down slows both; every second round in the other order. Both are timed from their first
fifth on, so that starting is left out. Copies stand in for articles: of ``--copies 0.3``, three in ten are an earlier
one under another headline; the model reads them too. Shown are the least, the median and the most of the rounds.
"""

from benchmarks.articles import articles
from benchmarks.raw import of_model
from benchmarks.report import emit, parser, rows
from benchmarks.rounds import rate, spread
from benchmarks.runs import FLINK, Run, add_engine, engine_of
from deploy.kafka.broker import Broker


def main() -> None:
    """Time the rounds and say what they show."""
    arguments = parser(__doc__, articles=1000)
    arguments.add_argument("--copies", type=float, default=0.0, help="share of articles that are copies")
    arguments.add_argument("--words", type=int, help="make texts of about so many words; else as they are")
    arguments.add_argument("--rounds", type=int, default=3)
    add_engine(arguments)
    given = arguments.parse_args()
    told = list(articles(given.path, given.articles, given.copies, given.words))
    parallelism = given.flink_parallelism if given.runner == FLINK else 1
    rounds, outcomes = [], {}
    with Broker() as broker, engine_of(given) as options:

        def of_run() -> float:
            run = Run(broker.bootstrap_servers, options, parallelism)
            run.fill(told)
            with run.started("--until-caught-up") as process:
                found = rate(run.progress(process, len(told)), len(told))
            outcomes.update(run.outcomes())
            return found

        for number in range(given.rounds):
            if number % 2:
                dateline, model = of_run(), of_model(told, given.workers)
            else:
                model, dateline = of_model(told, given.workers), of_run()
            rounds.append({"model": model, "dateline": dateline, "ratio": dateline / model})
    found = spread(rounds)
    words = sum(len(article["text"].split()) for article in told) / len(told)
    figures = {**found, "words an article": round(words, 1), "outcomes": outcomes}
    emit("throughput", given, figures, [*rows(found, "articles a second"), f"outcomes: {outcomes}"])


if __name__ == "__main__":
    main()
