"""Kill -9 in mid-stream, again and again; then the books, from the topics alone."""

import random
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest

from connectors.kafka.admin import committed_offsets, end_offsets
from connectors.kafka.settings import KafkaSettings
from tests.brokers import fill_with_holes, messages, new_name, new_topic

KILLS = 5
FLOW = (sys.executable, "-m", "tests.connectors.kafka.flows")


def committed(settings, topic):
    return sum(offset or 0 for offset in committed_offsets(settings, [topic]).values())


def kill_in_mid_stream(command, settings, topic, chance):
    """Start a run, let it commit something, and kill it at a random moment after that."""
    before = committed(settings, topic)
    life = subprocess.Popen(command)
    try:
        deadline = time.monotonic() + 60
        while committed(settings, topic) == before and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 0.5))
    finally:
        life.kill()
        life.wait()
    assert life.returncode == -9


@pytest.mark.faults
@pytest.mark.parametrize("delivery", ["exactly-once", "at-least-once"])
def test_killed_in_mid_stream(kafka, delivery):
    topic, out, index = new_topic(kafka, "in", 2), new_topic(kafka, "out", 2), new_topic(kafka, "index")
    settings, chance = KafkaSettings(kafka, new_name("group")), random.Random(7)
    options = {"servers": kafka, "group": settings.group_id, "topics": topic, "out": out, "index": index}
    command = [*FLOW, "--delivery", delivery, *(part for k, v in options.items() for part in (f"--{k}", v))]
    full = threading.Event()

    def feed():
        while not full.is_set():
            fill_with_holes(kafka, topic, [b"%d" % number for number in range(50)], 2)

    feeder = threading.Thread(target=feed)
    feeder.start()
    try:
        for _ in range(KILLS):
            kill_in_mid_stream(command, settings, topic, chance)
    finally:
        full.set()
        feeder.join()
    subprocess.run([*command, "--until-caught-up"], check=True, timeout=120)
    expected = {f"{topic}/{m.partition}/{m.offset}".encode() for m in messages(kafka, topic)}
    found = Counter(message.key for message in messages(kafka, out))
    indexed = Counter(key for message in messages(kafka, index) for key in message.value.split())
    assert found.keys() == indexed.keys() == expected
    if delivery == "exactly-once":
        assert set(found.values()) == set(indexed.values()) == {1}
    done, ends = committed_offsets(settings, [topic]), end_offsets(settings, [topic])
    last = {m.partition: m.offset for m in messages(kafka, topic)}
    assert {at.partition: offset for at, offset in done.items()} == {p: o + 1 for p, o in last.items()}
    assert all(done[at] <= end for at, end in ends.items())
