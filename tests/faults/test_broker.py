"""The broker goes away, is killed with a transaction open, or answers nobody: nothing lost, nothing doubled."""

import time

import pytest
from kafka import KafkaProducer

from deploy.kafka.broker import Broker
from tests.brokers import messages
from tests.faults.stream import Run, audit, finish, produce, until
from tests.outcomes import create_topics

ARTICLES = 100


LONG_TRANSACTIONS, SHORT_TRANSACTIONS = (), ("--kafka-option", "transaction.timeout.ms=2000")


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("seconds", "options"),
    [
        (6, SHORT_TRANSACTIONS),
        pytest.param(4, LONG_TRANSACTIONS, marks=pytest.mark.long),
        pytest.param(60, LONG_TRANSACTIONS, marks=pytest.mark.long),
        pytest.param(150, LONG_TRANSACTIONS, marks=pytest.mark.long),
    ],
)
def test_a_broker_that_comes_back_is_waited_for(seconds: float, options: tuple[str, ...]) -> None:
    """Also where it is away for longer than a transaction may be open: the write is then done again."""
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(ARTICLES))
        with Run(address, *options) as life:
            life.until_it_commits()
            broker.kill()
            time.sleep(seconds)
            broker.start()
            recovery = life.until_it_commits()
            produce(address, range(ARTICLES, ARTICLES + 20))
            life.until_all_is_done(ARTICLES + 20)
            if seconds > 60 or options:
                assert "is written again" in life.log, life.log
        audit(address, "broker away", seconds_away=seconds, recovery_seconds=recovery)


@pytest.mark.faults
def test_a_broker_killed_with_a_transaction_open() -> None:
    """A writer of the group dies with its transaction open, the broker dies too, and once more in mid-stream."""
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(ARTICLES))
        dead = KafkaProducer(bootstrap_servers=address, transactional_id="dateline/articles/0")
        dead.init_transactions()
        dead.begin_transaction()
        dead.send("articles-enriched", b"of a dead writer", partition=0)
        dead.flush()
        broker.kill()
        broker.start()
        with Run(address, "--kafka-option", "transaction.timeout.ms=8000") as life:
            life.until_it_commits()
            broker.kill()
            broker.start()
            recovery = life.until_it_commits()
            life.until_all_is_done(ARTICLES)
        audit(address, "broker killed with a transaction open", recovery_seconds=recovery)
        everything = [message.value for message in messages(address, "articles-enriched", "read_uncommitted")]
        assert b"of a dead writer" in everything
        assert b"of a dead writer" not in [
            message.value for message in messages(address, "articles-enriched")
        ]
        dead.close(timeout=1)


@pytest.mark.faults
@pytest.mark.long
def test_a_broker_that_answers_nobody_ends_the_run_with_one_line() -> None:
    impatient = ("request.timeout.ms=2000", "delivery.timeout.ms=4000", "max.block.ms=4000")
    options = [part for setting in impatient for part in ("--kafka-option", setting)]
    options += ["--patience-seconds", "5"]
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(ARTICLES))
        with Run(address, *options) as life:
            life.until_it_commits()
            with broker.paused():
                until(lambda: life.process.poll() is not None, "the end of the run")
            assert life.ended() == 2, life.log
            lines = life.log.splitlines()
            assert "writing what comes of articles-" in lines[-1]
            assert "given up after" in lines[-1]
            assert "Traceback" not in life.log
        finish(address)
        audit(address, "producer timed out")
