"""`dateline run` killed in mid-stream: each input record has exactly one outcome all the same."""

import json
import random
import subprocess
import time
from collections import Counter

import pytest

from deploy.kafka.broker import Broker
from tests.outcomes import DATELINE, books, create_topics, offsets, producing, start_run

COUNTRIES = ("Chile", "Ghana", "Norway", "Japan", "Kenya", "Peru", "Egypt", "India")
KILLS = 5
ARTICLES = 400


def article(number: int) -> dict[str, str]:
    """An article of its own; every tenth is a copy of the one five before it."""
    if number % 10 == 9:
        return article(number - 5) | {"id": f"copy-{number}", "title": f"Wire report {number}"}
    chance = random.Random(number)
    host, guest = chance.sample(COUNTRIES, 2)
    words = " ".join(f"word{chance.randrange(100_000)}" for _ in range(60))
    text = (
        f"The president of {guest} met officials of {host} on Monday. They discussed item {number}. {words}."
    )
    return {"id": f"article-{number}", "title": f"Talks {number} in {host}", "text": text, "language": "en"}


def produce(address: str) -> None:
    """The articles, and in every hundred one record that can't be read."""
    with producing(address) as producer:
        for number in range(ARTICLES):
            value = b'{"text": "cut sho' if number % 100 == 50 else json.dumps(article(number)).encode()
            producer.send("articles", value, key=str(number).encode())


@pytest.mark.faults
@pytest.mark.timeout(600)
def test_killed_five_times_every_record_has_one_outcome() -> None:
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address)
        chance = random.Random(20240501)
        for _ in range(KILLS):
            life = start_run(address)
            before = len(books(address).outcomes)
            while len(books(address).outcomes) == before and life.poll() is None:
                time.sleep(0.2)
            time.sleep(chance.uniform(0, 2))
            assert life.poll() is None, "the run ended before it was killed"
            life.kill()
            life.wait()
        last = start_run(address, "--until-caught-up")
        assert last.wait(300) == 0
        found = books(address)
        wanted = offsets(address)
    assert len(wanted) == ARTICLES
    assert set(found.outcomes) == wanted
    assert {place: said for place, said in found.outcomes.items() if len(said) != 1} == {}
    assert found.count() == Counter(EXTRACTED=356, DUPLICATE=40) + Counter({"decode:NOT_DECODABLE": 4})
    ids = Counter(event["event_id"] for event in found.events)
    assert [event for event, times in ids.items() if times > 1] == []
    assert {event["article_id"] for event in found.events} <= set(found.articles)


@pytest.mark.faults
@pytest.mark.timeout(300)
def test_terminated_it_commits_and_leaves_with_zero() -> None:
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address)
        life = start_run(address)
        while not books(address).outcomes:
            time.sleep(0.2)
        life.terminate()
        assert life.wait(60) == 0
        done = books(address)
        assert 0 < len(done.outcomes) <= ARTICLES
        assert all(len(found) == 1 for found in done.outcomes.values())


def test_a_missing_topic_is_one_line_and_exit_code_2(kafka: str) -> None:
    ended = subprocess.run(
        [*DATELINE, "run", "--bootstrap-servers", kafka, "--input-topic", "no-such-topic"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 2
    assert "no-such-topic" in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
