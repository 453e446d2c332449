"""kafka-python's clients, made from settings, quiet, and with errors that say what to do in one line."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import (
    AuthorizationError,
    BrokerResponseError,
    GroupAuthorizationFailedError,
    InvalidProducerEpochError,
    InvalidProducerIdMappingError,
    InvalidTxnStateError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    OutOfOrderSequenceNumberError,
    ProducerFencedError,
    RecordListTooLargeError,
    TransactionalIdAuthorizationFailedError,
    UnknownProducerIdError,
)

from connectors.errors import ConnectorError, FencedError
from connectors.kafka.settings import KafkaSettings

BOOTSTRAP_MS = 10_000
RECONNECT_MS = 1000  # the longest pause between tries, as in Kafka's Java clients; kafka-python's own is 30 s
BATCH_BYTES = (
    1 << 19
)  # a quarter of the time and CPU for a transaction of 100 records of 5 kB that 16 kB takes
MAX_REQUEST_BYTES = 100_000_000  # the limit that counts is the topic's own, and the sink checks that
TRANSACTION_TIMEOUT_MS = 60_000  # transactions are open for the time of one commit only

# A producer meets these after its broker has died at a bad moment; a new one with the same name does not.
_LOST = (
    InvalidProducerIdMappingError,
    InvalidTxnStateError,
    OutOfOrderSequenceNumberError,
    UnknownProducerIdError,
)
_REFUSALS = ("AuthenticationFailed", "certificate", "SSL")
_FENCED = (ProducerFencedError, InvalidProducerEpochError)
_DISCONNECTED = "socket disconnected"
_DISCONNECTED_HINT = ": are security.protocol, user and password right?"
_CLIENT_LOG = logging.getLogger("kafka")
_CONNECTION_LOG = logging.getLogger("kafka.net.manager")


def transactional_id(settings: KafkaSettings, topic: str, partition: int) -> str:
    """The name under which what comes of a source partition is written: one writer at a time for each."""
    return f"{settings.group_id}/{topic}/{partition}"


def new_consumer(settings: KafkaSettings, *, isolation: str = "read_committed", **more: Any) -> KafkaConsumer:
    """A consumer that commits nothing by itself and creates no topic. Raises ConnectorError."""
    fixed = {
        "group_id": settings.group_id,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "isolation_level": isolation,
        "allow_auto_create_topics": False,
    }
    return _connected(settings, KafkaConsumer, "consumer", fixed | more)


def new_producer(settings: KafkaSettings, transaction: str | None = None) -> KafkaProducer:
    """An idempotent producer that waits for all replicas; `transaction` is its transactional id.

    Raises ConnectorError.
    """
    fixed: dict[str, Any] = {"enable_idempotence": True, "acks": "all", "max_request_size": MAX_REQUEST_BYTES}
    defaults: dict[str, Any] = {"batch_size": BATCH_BYTES}
    if transaction is not None:
        fixed["transactional_id"] = transaction
        defaults["transaction_timeout_ms"] = TRANSACTION_TIMEOUT_MS
    return _connected(settings, KafkaProducer, "producer", fixed, defaults)


@contextmanager
def admin_client(settings: KafkaSettings) -> Iterator[KafkaAdminClient]:
    """An admin client for the time of the context; Kafka's errors leave it as ConnectorError."""
    client = _connected(settings, KafkaAdminClient, "admin", {})
    try:
        with kafka_errors(settings):
            yield client
    finally:
        client.close()


@contextmanager
def kafka_errors(settings: KafkaSettings, doing: str = "Kafka") -> Iterator[None]:
    """Turn Kafka's errors into ConnectorError, fencing into FencedError; `doing` opens the message."""
    try:
        yield
    except KafkaError as error:
        raise explained(settings, error, doing) from error


def explained(settings: KafkaSettings, error: Exception, doing: str) -> ConnectorError:
    """The ConnectorError that says in one line what `error` means for the user, and whether it may pass."""
    causes = _causes(error)
    for cause in causes:
        # kafka-python may name the cause in the text only
        if isinstance(cause, _FENCED) or any(kind.__name__ in str(cause) for kind in _FENCED):
            return FencedError(
                f"{doing}: another process has taken over group {settings.group_id}; this one ends"
            )
        if isinstance(cause, AuthorizationError):
            return ConnectorError(f"{doing}: no permission for {_denied(settings, cause)}")
        if isinstance(cause, (MessageSizeTooLargeError, RecordListTooLargeError)):
            return ConnectorError(f"{doing}: larger than the topic's max.message.bytes")
    passing = all(_may_pass(cause) for cause in causes)
    last = causes[-1]
    said = " ".join(str(last).split())[:200] if type(last) is KafkaError else type(last).__name__
    said = "no answer" if isinstance(error, KafkaTimeoutError) else said
    return ConnectorError(f"{doing}: {said} from {settings.bootstrap_servers}", retryable=passing)


def _may_pass(error: BaseException) -> bool:
    """Whether a client made anew may succeed: true of what a client says, of few answers of a broker."""
    return not isinstance(error, BrokerResponseError) or error.retriable or isinstance(error, _LOST)


def _causes(error: BaseException) -> list[BaseException]:
    found, queue = [], [error]
    while queue:
        current = queue.pop(0)
        found.append(current)
        queue += [part for part in (*current.args, current.__cause__) if isinstance(part, BaseException)]
    return found


def _denied(settings: KafkaSettings, error: AuthorizationError) -> str:
    if isinstance(error, GroupAuthorizationFailedError):
        return f"group {settings.group_id}"
    if isinstance(error, TransactionalIdAuthorizationFailedError):
        return f"transactional ids that begin with {settings.group_id}/"
    names = [part for part in error.args if isinstance(part, str) and " " not in part]
    return f"topic {', '.join(names)}" if names else "this operation on the topic or cluster"


class _LastWords(logging.Handler):
    """Keeps why connections failed: kafka-python tells its log, and raises no more than a timeout."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.reasons: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the reason of a failed connection."""
        _, found, reason = record.getMessage().partition(" failed: ")
        if found and "Unable to bootstrap" not in reason:
            self.reasons.append(reason.partition(" (backoff")[0])

    def telling(self) -> str:
        """The reason that tells most: a refused password or certificate, else the last one."""
        for word in (*_REFUSALS, _DISCONNECTED):
            for reason in self.reasons:
                if word in reason:
                    hint = _DISCONNECTED_HINT if word == _DISCONNECTED else ""
                    return reason.rpartition("Error: ")[2] + hint
        return self.reasons[-1].rpartition("Error: ")[2] if self.reasons else "no answer"

    def refused(self) -> bool:
        """Whether a broker answered, and wanted other credentials or certificates."""
        return any(word in reason for word in _REFUSALS for reason in self.reasons)


def _connected(
    settings: KafkaSettings,
    client: Any,
    kind: str,
    fixed: dict[str, Any],
    defaults: dict[str, Any] | None = None,
) -> Any:
    _quieten()
    arguments = {
        "bootstrap_timeout_ms": BOOTSTRAP_MS,
        "reconnect_backoff_max_ms": RECONNECT_MS,
        **(defaults or {}),
        **settings.arguments(kind),
        **fixed,
    }
    words = _LastWords()
    _CONNECTION_LOG.addHandler(words)
    try:
        return client(**arguments)
    except KafkaError as error:
        message = f"can't reach Kafka at {settings.bootstrap_servers}: {words.telling()}"
        raise ConnectorError(message, retryable=not words.refused()) from error
    except (
        ValueError,
        RuntimeError,
        AssertionError,
    ) as error:  # without `from`: the message may hold settings
        raise ConnectorError(f"Kafka client settings don't fit together ({type(error).__name__})") from None
    finally:
        _CONNECTION_LOG.removeHandler(words)


def _quieten() -> None:
    """kafka-python reports each try to reconnect as an error; unless its logger is set up, keep it silent."""
    if _CLIENT_LOG.level == logging.NOTSET:
        _CLIENT_LOG.setLevel(logging.CRITICAL)
        _CONNECTION_LOG.setLevel(logging.WARNING)
        _CONNECTION_LOG.propagate = False
        _CONNECTION_LOG.addHandler(logging.NullHandler())
