"""Articles that hang, take all memory or kill the interpreter: dead letters with their bytes, and no more harm."""

import json
import subprocess
from pathlib import Path

import pytest

from deploy.kafka.broker import Broker
from tests.faults.poison import CRASH, HANG, MEMORY, poisoned_model
from tests.faults.stream import article, audit, finish, produce
from tests.outcomes import DATELINE, books, create_topics, producing

REASONS = {HANG: "TIMEOUT", MEMORY: "TOO_LARGE", CRASH: "CRASHED"}
GOOD = 20


def poison(word: str) -> bytes:
    return json.dumps(
        {"title": f"Talks in {word}", "text": f"Peru and Chile met in {word} on Monday."}
    ).encode()


@pytest.mark.faults
def test_poison_becomes_dead_letters_that_end_well_once_put_back(tmp_path: Path) -> None:
    model, environment = poisoned_model(tmp_path)
    limits = ("--article-seconds", "4", "--worker-memory-mb", "800")
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        with producing(address) as producer:
            for word in REASONS:
                producer.send("articles", poison(word), key=word.encode(), partition=0)
        produce(address, range(GOOD))
        finish(address, "--model", model, *limits, environment=environment)
        audit(address, "articles that hang, hoard and crash")
        found = books(address)
        letters = {letter["key"].decode(): letter for letter in found.dead_letters}
        assert {word: letters[word]["reason"] for word in REASONS} == REASONS
        assert {word: letters[word]["value"] for word in REASONS} == {w: poison(w) for w in REASONS}
        assert "4 s" in letters[HANG]["error"]
        assert "800 MB" in letters[MEMORY]["error"]
        assert found.count()["EXTRACTED"] + found.count()["DUPLICATE"] == GOOD

        subprocess.run([*DATELINE, "replay", "--bootstrap-servers", address], check=True, timeout=60)
        with producing(address) as producer:
            producer.send("articles", json.dumps(article(1) | {"id": "late copy"}).encode())
        finish(address)
        report = audit(address, "put back, and a copy of what came before the restart")
        assert report["put_back"] == {"EXTRACTED": len(REASONS)}
        late = books(address).articles["late copy"]
        assert (late["outcome"], late["duplicate_of"]) == ("DUPLICATE", "article-1")
