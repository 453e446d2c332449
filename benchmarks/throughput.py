"""Articles a second from Kafka to Kafka, over those of the language model alone on as many processes.

    python benchmarks/throughput.py [ARTICLES.jsonl] [--articles 300] [--copies 0.3] [--workers 2] [--rounds 3] [--json]

A round runs the model's default components by `nlp.pipe`, then `dateline run` on a real broker, on the same articles,
so that a machine that slows down slows both. Both are timed from their first fifth on, so that starting is left out.
Copies stand in for articles: of `--copies 0.3`, three in ten are an earlier one under another headline; the model reads
them too. Printed are the least, the median and the most of the rounds.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from coder import SAMPLES  # of this folder
from kafka import KafkaProducer
from rounds import spread

from connectors.kafka.admin import TopicSpec, committed_offsets, create_topics
from connectors.kafka.settings import KafkaSettings
from deploy.kafka.broker import Broker
from pipeline.extract.model import PACKAGED_MODEL, model_path

WARM = 0.2
POLL_SECONDS = 0.1
TOPICS = {
    "input-topic": "articles",
    "events-topic": "events",
    "enriched-topic": "enriched",
    "dead-letter-topic": "dead",
    "index-topic": "index",
}


def articles(path: Path, most: int, copies: float) -> list[dict[str, Any]]:
    """At most `most` articles of a file, the file begun again where it is too short, each time under new ids and with
    its sentences in another order; a share of `copies` are earlier ones under another headline."""
    chance = random.Random(7)
    with path.open(encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    found: list[dict[str, Any]] = []
    for number in range(most):
        if found and chance.random() < copies:
            told = chance.choice(found) | {"title": f"Wire report {number}"}
        else:
            told = _shuffled(read[number % len(read)], chance if number >= len(read) else None)
        found.append(told | {"id": str(number), "language": "en"})
    return found


def _shuffled(article: dict[str, Any], chance: random.Random | None) -> dict[str, Any]:
    if chance is None:
        return article
    sentences = article["text"].split(". ")
    chance.shuffle(sentences)
    return article | {"text": ". ".join(sentences)}


def rate(progress: Iterator[int], total: int) -> float:
    """Articles a second, from the counts of done ones as they come."""
    began, at = 0.0, 0
    for done in progress:
        now = time.monotonic()
        if not began and done >= WARM * total:
            began, at = now, done
        if done >= total:
            return (done - at) / (now - began)
    raise SystemExit("it ended before all articles were done")


def of_model(told: Sequence[dict[str, Any]], workers: int) -> float:
    """Articles a second of the language model alone."""
    nlp = spacy.load(model_path(PACKAGED_MODEL))
    texts = [f"{a.get('title') or ''}\n\n{a['text']}" for a in told]
    return rate((n for n, _ in enumerate(nlp.pipe(texts, n_process=workers, batch_size=16), 1)), len(texts))


def of_run(told: Sequence[dict[str, Any]], address: str, name: str, workers: int) -> float:
    """Articles a second of `dateline run`, by the offsets that it commits."""
    settings = KafkaSettings(address, name)
    topics = {option: f"{name}-{topic}" for option, topic in TOPICS.items()}
    create_topics(settings, [TopicSpec(topic, 1, 1, {}) for topic in topics.values()])
    producer = KafkaProducer(bootstrap_servers=address)
    for article in told:
        producer.send(topics["input-topic"], json.dumps(article).encode())
    producer.flush()
    producer.close()
    options = [f"--{option}={topic}" for option, topic in topics.items()]
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "run",
        "--bootstrap-servers",
        address,
        "--group-id",
        name,
    ]
    run = subprocess.Popen([*command, *options, "--workers", str(workers), "--until-caught-up"])
    try:
        return rate(_committed(settings, topics["input-topic"], run, len(told)), len(told))
    finally:
        run.terminate()
        run.wait()


def _committed(
    settings: KafkaSettings, topic: str, run: subprocess.Popen[bytes], total: int
) -> Iterator[int]:
    done = 0
    while done < total and run.poll() is None:
        time.sleep(POLL_SECONDS)
        done = sum(offset or 0 for offset in committed_offsets(settings, [topic]).values())
        yield done
    yield sum(offset or 0 for offset in committed_offsets(settings, [topic]).values())


def main() -> None:
    """Time the rounds and print what they show."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, default=SAMPLES, metavar="ARTICLES.jsonl")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--copies", type=float, default=0.0, help="share of articles that are copies")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    told = articles(given.path, given.articles, given.copies)
    rounds = []
    with Broker() as broker:
        for number in range(given.rounds):
            model = of_model(told, given.workers)
            dateline = of_run(told, broker.bootstrap_servers, f"round-{number}", given.workers)
            rounds.append({"model": model, "dateline": dateline, "ratio": dateline / model})
    found = spread(rounds)
    if given.json:
        print(json.dumps({"articles": len(told), "copies": given.copies, "workers": given.workers, **found}))
        return
    for name, of in found.items():
        print(f"{name:9}{of['least']:9.2f}{of['median']:9.2f}{of['most']:9.2f}")


if __name__ == "__main__":
    main()
