"""Memory that was freed goes back to the system, which the C library does by itself only at the end of its heap."""

import ctypes
from collections.abc import Callable
from functools import cache
from itertools import count

EVERY = 16  # calls; the work takes 1 to 3 ms
_CALLS = count(1)


def return_memory() -> None:
    """At every 16th call give back what is free. Does nothing where the C library is not GNU's."""
    if next(_CALLS) % EVERY == 0:
        _trim()(0)


@cache
def _trim() -> Callable[[int], int]:
    trim: Callable[[int], int] = getattr(ctypes.CDLL(None), "malloc_trim", lambda _: 0)
    return trim
