"""Two runs of one group, and a topic that grows."""

import threading

import pytest
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewPartitions

from deploy.kafka.broker import Broker
from tests.faults.stream import Run, audit, finish, produce, value
from tests.outcomes import create_topics

ARTICLES = 60


@pytest.mark.faults
def test_of_two_runs_the_elder_leaves_and_says_why() -> None:
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(ARTICLES))
        ended, produced = threading.Event(), [ARTICLES]

        def feed() -> None:
            while not ended.wait(0.5):
                produce(address, range(produced[-1], produced[-1] + 2))
                produced.append(produced[-1] + 2)

        feeder = threading.Thread(target=feed)
        with Run(address) as elder:
            elder.until_it_commits()
            with Run(address) as younger:
                feeder.start()
                try:
                    assert elder.ended() == 2
                    assert "another process has taken over group dateline" in elder.log.splitlines()[-1]
                    assert "Traceback" not in elder.log
                    takeover = younger.until_it_commits()
                finally:
                    ended.set()
                    feeder.join()
                younger.until_all_is_done(produced[-1])
        audit(address, "two runs of one group", takeover_seconds=takeover)


@pytest.mark.faults
def test_a_partition_added_while_running_is_announced_and_read_after_a_restart() -> None:
    with Broker() as broker:
        address = broker.bootstrap_servers
        create_topics(address)
        produce(address, range(ARTICLES))
        with Run(address, "--kafka-option", "metadata.max.age.ms=1000") as life:
            life.until_it_commits()
            client = KafkaAdminClient(bootstrap_servers=address)
            client.create_partitions({"articles": NewPartitions(4)})
            client.close()
            life.until_it_says("articles has 4 partitions")
            life.terminate()
        producer = KafkaProducer(bootstrap_servers=address)
        for number in range(1000, 1010):
            producer.send("articles", value(number), partition=3)
        producer.close()
        finish(address)
        report = audit(address, "partition added")
        assert report["records"] == ARTICLES + 10
