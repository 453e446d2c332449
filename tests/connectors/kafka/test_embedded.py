"""The embedded broker is enough for a demonstration in which nothing dies."""

import signal
import subprocess
import sys
import time

from connectors.kafka.admin import committed_offsets, end_offsets
from connectors.kafka.embedded import PROPERTIES
from connectors.kafka.log import fence, produce, read_all
from connectors.kafka.settings import KafkaSettings
from connectors.kafka.sink import SinkSettings
from connectors.kafka.source import SourceSettings
from connectors.records import OutputRecord
from tests.brokers import new_name, new_topic
from tests.connectors.kafka import flows

CHILD = """
import time
from connectors.kafka.embedded import embedded_broker
with embedded_broker() as address:
    print(address, flush=True)
    time.sleep(60)
"""


def test_a_run_from_source_to_sink(embedded_broker):
    settings = KafkaSettings(embedded_broker, new_name("group"), PROPERTIES)
    topic, out, index = (new_topic(embedded_broker, partitions=2) for _ in range(3))
    produce(settings, [OutputRecord(topic, b"%d" % number, b"v") for number in range(60)])
    fence(settings, [topic])
    source = SourceSettings(settings, (topic,), until_caught_up=True, bundle_records=10)
    for _ in range(2):
        flows.run(source, SinkSettings(settings), out, index)
    keys = [record.key for record in read_all(settings, out)]
    assert len(keys) == len(set(keys)) == 60
    assert sorted(keys) == sorted(b" ".join(r.value for r in read_all(settings, index)).split())
    assert committed_offsets(settings, [topic]) == end_offsets(settings, [topic])


def test_it_dies_with_its_parent():
    child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    address = child.stdout.readline().strip()
    port = address.rpartition(":")[2]
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    deadline = time.monotonic() + 10
    while listening(int(port)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not listening(int(port))


def listening(port):
    with open("/proc/net/tcp") as table:
        return any(f":{port:04X} 00000000:0000 0A" in line for line in table)
