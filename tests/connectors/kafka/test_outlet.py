"""One partition's outlet on a real broker: bundles of before a restart, writes of unknown outcome, patience."""

import threading
import time

import pytest
from kafka import TopicPartition
from kafka.errors import (
    InvalidProducerEpochError,
    InvalidTopicError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NotCoordinatorError,
    OutOfOrderSequenceNumberError,
    ProducerFencedError,
    TopicAuthorizationFailedError,
)

from connectors.errors import ConnectorError, FencedError
from connectors.kafka.clients import explained
from connectors.kafka.outlet import Outlet
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.writers import FlushingWriter, TransactionalWriter
from connectors.records import OutputRecord
from tests.brokers import messages, new_name, new_topic

KINDS = pytest.mark.parametrize("kind", [TransactionalWriter, FlushingWriter])


class Failing:
    """A kind of writer whose writes fail `times` times in all, `after` they came through or before."""

    def __init__(self, kind, times, *, after=False, retryable=True):
        self.kind, self.times, self.after, self.retryable = kind, times, after, retryable

    def __call__(self, *key):
        writer = self.kind(*key)
        write = writer.write

        def failing(outputs, next_offset):
            self.times -= 1
            if self.times < 0 or self.after:
                write(outputs, next_offset)
            if self.times >= 0:
                raise ConnectorError("lost", retryable=self.retryable)

        writer.write = failing
        return writer


@pytest.fixture
def place(kafka):
    """Settings of a group of its own, a source partition and an output topic."""
    return KafkaSettings(kafka, new_name("group")), TopicPartition(new_topic(kafka), 0), new_topic(kafka)


def outlet(kind, place, patience=30.0, stop=None):
    return Outlet(kind, place[0], place[1], patience, stop or threading.Event())


def outputs(place, *values):
    return [OutputRecord(place[2], None, value) for value in values]


def values(place):
    return [message.value for message in messages(place[0].bootstrap_servers, place[2])]


@KINDS
def test_a_bundle_of_before_a_restart_is_refused_and_the_younger_goes_on(kind, place):
    both = outlet(kind, place)
    both.write(outputs(place, b"0", b"1"), 0, 2)
    with pytest.raises(ConnectorError, match=r"begins at offset 1 of .* up to 2 all is written"):
        both.write(outputs(place, b"1", b"2"), 1, 3)
    both.write(outputs(place, b"2"), 2, 3)
    assert values(place) == [b"0", b"1", b"2"]
    both.close()


def test_of_two_bundles_at_once_one_writes(place):
    both, refused = outlet(TransactionalWriter, place), []

    def write():
        try:
            both.write(outputs(place, *[b"%d" % number for number in range(50)]), 0, 50)
        except ConnectorError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert len(values(place)) == 50
    both.close()


@KINDS
def test_a_write_of_which_nothing_came_is_done_again(kind, place):
    failing = outlet(Failing(kind, 2), place)
    failing.write(outputs(place, b"0"), 0, 1)
    assert values(place) == [b"0"]
    assert failing.next_offset() == 1
    failing.close()


@KINDS
def test_a_write_that_failed_after_it_came_through_is_not_done_again(kind, place):
    failing = outlet(Failing(kind, 1, after=True), place)
    failing.write(outputs(place, b"0"), 0, 1)
    failing.write(outputs(place, b"1"), 1, 2)
    assert values(place) == [b"0", b"1"]
    failing.close()


def test_a_write_ends_where_another_process_has_gone_on(place):
    elder = outlet(Failing(TransactionalWriter, 1), place)
    assert elder.next_offset() == -1
    younger = outlet(TransactionalWriter, place)
    younger.write(outputs(place, b"0"), 0, 1)
    with pytest.raises(FencedError, match=r"another process of group .* has committed offset 1"):
        elder.write(outputs(place, b"0", b"1"), 0, 2)
    assert values(place) == [b"0"]
    elder.close()
    younger.close()


def test_a_younger_process_that_has_committed_nothing_is_shut_out(place):
    elder, younger = outlet(Failing(TransactionalWriter, 1), place), outlet(TransactionalWriter, place)
    assert elder.next_offset() == younger.next_offset() == -1
    elder.write(outputs(place, b"0"), 0, 1)
    with pytest.raises(FencedError, match="another process has taken over group"):
        younger.write(outputs(place, b"0"), 0, 1)
    assert values(place) == [b"0"]
    elder.close()
    younger.close()


@pytest.mark.parametrize(
    ("error", "kind", "retryable"),
    [
        (KafkaTimeoutError("nobody"), ConnectorError, True),
        (NotCoordinatorError(), ConnectorError, True),
        (OutOfOrderSequenceNumberError(), ConnectorError, True),
        (
            KafkaError("Invalid transition attempted from state READY to state COMMITTING"),
            ConnectorError,
            True,
        ),
        (KafkaError("Cannot perform send", ProducerFencedError()), FencedError, False),
        (KafkaError(f"we are in an error state: {ProducerFencedError()}"), FencedError, False),
        (KafkaError(f"we are in an error state: {InvalidProducerEpochError()}"), FencedError, False),
        (TopicAuthorizationFailedError("out"), ConnectorError, False),
        (KafkaError("Cannot perform send", InvalidTopicError()), ConnectorError, False),
        (MessageSizeTooLargeError(), ConnectorError, False),
    ],
)
def test_what_may_pass_and_what_stays(error, kind, retryable):
    made = explained(KafkaSettings("a:1", "group"), error, "writing")
    assert (type(made), made.retryable) == (kind, retryable)
    assert "\n" not in str(made)


def test_an_error_that_stays_is_raised_at_once(place):
    failing = Failing(TransactionalWriter, 1, retryable=False)
    with pytest.raises(ConnectorError, match=r"^lost$"):
        outlet(failing, place).write(outputs(place, b"0"), 0, 1)
    assert values(place) == []


def test_patience_ends(place):
    began = time.monotonic()
    with pytest.raises(ConnectorError, match=r"given up after [12] s: lost$"):
        outlet(Failing(TransactionalWriter, 100), place, patience=1.0).write(outputs(place, b"0"), 0, 1)
    assert time.monotonic() - began < 20
    assert values(place) == []


def test_a_stop_ends_the_wait(place):
    stop = threading.Event()
    stop.set()
    failing = Failing(TransactionalWriter, 100)
    with pytest.raises(ConnectorError, match=r"^lost$"):
        outlet(failing, place, stop=stop).write(outputs(place, b"0"), 0, 1)
    assert failing.times == 99
