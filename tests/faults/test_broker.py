"""The broker goes away, is killed with a transaction open, or answers nobody: nothing lost, nothing doubled."""

import time

import pytest
from kafka import KafkaProducer

from deploy.kafka.broker import Broker
from tests.brokers import messages
from tests.faults.stream import Run, audit, committed, finish, produce, until
from tests.outcomes import create_topics

ARTICLES = 100


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.long
@pytest.mark.parametrize("seconds", [4, 60])
def test_a_broker_that_comes_back_is_waited_for(seconds: float) -> None:
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(ARTICLES))
        with Run(address) as life:
            life.until_it_commits()
            broker.stop()
            time.sleep(seconds)
            broker.start()
            produce(address, range(ARTICLES, ARTICLES + 20))
            recovery = life.until_it_commits()
            life.until_all_is_done(ARTICLES + 20)
        audit(address, "broker away", seconds_away=seconds, recovery_seconds=recovery)


@pytest.mark.faults
def test_a_broker_killed_with_a_transaction_open() -> None:
    """A writer of the group dies with its transaction open, the broker dies too, and once more in mid-stream.

    The run may live through that or leave with one line, but must not stand still.
    """
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
            until(lambda: life.process.poll() is not None or committed(address) == ARTICLES, "an end")
            lived = life.process.poll() is None
            if not lived:
                assert life.ended() == 2, life.log
                assert "no answer from" in life.log, life.log
        finish(address)
        audit(address, "broker killed with a transaction open", lived=lived)
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
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(ARTICLES))
        with Run(address, *options) as life:
            life.until_it_commits()
            with broker.paused():
                until(lambda: life.process.poll() is not None, "the end of the run")
            assert life.ended() == 2, life.log
            assert "writing what comes of articles-" in life.log.splitlines()[-1]
        finish(address)
        audit(address, "producer timed out")
