"""Errors that connectors raise on purpose."""


class ConnectorError(Exception):
    """A connector can't do its work for a reason that the user can mend: a setting, a server, a permission.

    The message is one line that says what to do, and never holds a secret. `retryable`: the same may succeed
    later, as a server gave no answer.
    """

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class FencedError(ConnectorError):
    """Another process has taken over this group's transactions: it goes on, this one must end."""
