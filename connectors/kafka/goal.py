"""Whether a group has got as far as the topics were at a certain moment."""

import time
from types import TracebackType
from typing import Self

from kafka import TopicPartition

from connectors.errors import ConnectorError
from connectors.kafka.admin import partitions
from connectors.kafka.clients import kafka_errors
from connectors.kafka.line import Line
from connectors.kafka.source import SourceSettings
from connectors.records import Origin

WAIT_MS = 200
WAIT_SECONDS = 5.0


class Goal:
    """What can be read of a source's topics when this is made. A context manager.

    For those who do not run the source themselves. Every method raises ConnectorError.
    """

    def __init__(self, settings: SourceSettings) -> None:
        self._settings, self._start_from = settings.kafka, settings.start_from
        found = partitions(settings.kafka, settings.topics)
        self._line = Line(settings.kafka, found, fetch_records=1)
        self._ends = self._line.end_offsets()

    def reached(self) -> bool:
        """Whether the group has committed all of it, as far as the broker answers.

        Markers of transactions need no commit.
        """
        give_up_at = time.monotonic() + WAIT_SECONDS
        try:
            with kafka_errors(self._settings, "reading how far the group is"):
                self._line.move_to(self._line.first_positions(self._start_from))
                while not self._line.reached(self._ends):
                    record = self._line.next(WAIT_MS)
                    if (
                        record is not None and self._is_below(record.origin)
                    ) or time.monotonic() > give_up_at:
                        return False
        except ConnectorError as error:
            if not error.retryable:
                raise
            return False
        return True

    def _is_below(self, origin: Origin) -> bool:
        return origin.offset < self._ends[TopicPartition(origin.topic, origin.partition)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._line.close()
