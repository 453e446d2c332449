"""Errors that connectors raise on purpose."""


class ConnectorError(Exception):
    """A connector can't do its work for a reason that the user can mend: a setting, a server, a permission.

    The message is one line that says what to do, and never holds a secret.
    """


class FencedError(ConnectorError):
    """Another process has taken over this group's transactions: it goes on, this one must end."""
