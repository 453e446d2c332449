"""Accounts of a stream, filled from what lies in its topics, and nothing else.

It shares no code with what writes them. The order of reading makes it right while the stream runs:

1. The notes of rewinds say what was to be read again. One that is made while this is under way is not seen.
2. What the group has committed says up to where each input partition must be accounted for.
3. Events are read to their end at this moment, and only then articles and dead letters to theirs: the
   transaction that holds an event holds its article.
4. The input comes last, and of it only what the group has committed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kafka import TopicPartition

from connectors.kafka.admin import committed_offsets, end_offsets, first_offsets, held_from
from connectors.kafka.log import read_all, read_spans
from connectors.kafka.reading import start_time_ms
from connectors.kafka.settings import KafkaSettings
from connectors.records import SourceRecord
from pipeline.audit import Accounts, Again, Partition, Report
from pipeline.cli.books import enter
from pipeline.cli.console import Bar
from pipeline.cli.records import Reader
from pipeline.outcome import attempts
from pipeline.rewinds import noted

STEP = 1000  # records between two moves of the bar
EARLIEST = "earliest"


@dataclass(frozen=True, slots=True)
class Closed:
    """The closed books.

    `waiting` is how many offsets, at most, the group has before it; `strangers` how many records of the
    output topics are not Dateline's; `forgetful` names the output topics that no longer hold all.
    """

    report: Report
    waiting: int
    strangers: int
    forgetful: Sequence[str]


@dataclass(frozen=True, slots=True)
class Auditor:
    """Reads `inputs`, `outputs`, of which the topic of events comes first, and `index`, `since` a time or the earliest.

    It goes as far as the group has committed, or `to_end`, and raises ConnectorError.
    """

    settings: KafkaSettings
    inputs: Sequence[str]
    outputs: Sequence[str]
    index: str
    read: Reader
    since: str = EARLIEST
    to_end: bool = False

    def audit(self, progress: Bar) -> Closed:
        """The books, as they are at this moment."""
        agains = self._agains(progress)
        spans, waiting = self._spans()
        accounts = Accounts({tuple(at): span for at, span in spans.items()}, agains)
        strangers = self._enter_outputs(accounts, progress)
        for record in _stepping(read_spans(self.settings, spans), progress):
            accounts.record(record.origin, put_back=attempts(record.headers) > 0)
        held = held_from(self.settings, self.inputs)
        report = accounts.close({tuple(at): first for at, first in held.items()})
        return Closed(report, waiting, strangers, self._forgetful())

    def _spans(self) -> tuple[Mapping[TopicPartition, range], int]:
        """The offsets to audit in each input partition, and how many more wait, at most, for the group."""
        committed = committed_offsets(self.settings, self.inputs)
        ends = end_offsets(self.settings, self.inputs)
        first = first_offsets(self.settings, self.inputs, self.since)
        done = {at: committed[at] or 0 for at in first}
        upto = ends if self.to_end else done
        waiting = sum(max(0, ends[at] - max(first[at], done[at])) for at in first)
        return {at: range(first[at], max(first[at], upto[at])) for at in first}, waiting

    def _agains(self, progress: Bar) -> Mapping[Partition, Sequence[Again]]:
        """What the group was to read again, by input partition."""
        found: dict[Partition, list[Again]] = {}
        for record in _stepping(read_all(self.settings, self.index), progress):
            rewind = noted(record)
            if rewind is not None and rewind.group == self.settings.group_id:
                again = Again(rewind.span, rewind.at_ms)
                found.setdefault((rewind.topic, rewind.partition), []).append(again)
        return found

    def _enter_outputs(self, accounts: Accounts, progress: Bar) -> int:
        """Read the output topics into the books; how many records are not Dateline's."""
        since_ms = -1 if self.since == EARLIEST else start_time_ms(self.since)
        strangers = 0
        for topic in self.outputs:
            for record in _stepping(read_all(self.settings, topic), progress):
                found = self.read(record)
                if found is None or found.schema not in ("Event", "EnrichedArticle", "DeadLetter"):
                    strangers += 1
                elif found.schema != "Event" or record.timestamp_ms >= since_ms:
                    enter(accounts, found, record.origin, record.timestamp_ms)
        return strangers

    def _forgetful(self) -> Sequence[str]:
        if self.since != EARLIEST:
            return ()
        held = held_from(self.settings, self.outputs)
        return sorted({at.topic for at, first in held.items() if first != 0})


def _stepping(records: Iterable[SourceRecord], progress: Bar) -> Iterator[SourceRecord]:
    """`records`, while the bar moves."""
    for number, record in enumerate(records, 1):
        if number % STEP == 0:
            progress.step(STEP)
        yield record
