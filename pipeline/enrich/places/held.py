"""Which names the gazetteer can't hold, told by a bit for each without asking its database.

Most runs of words that are looked up name no place. Each name that is held sets one of 2^23 bits, by its hash: with
317,000 names, one in 27 of all other names meets a bit that is set, and is looked up in vain.
"""

from collections.abc import Iterable

from pipeline.fingerprint.words import hash64

_BITS = 1 << 23


def bits_of(names: Iterable[str]) -> bytes:
    """The bits that `names`, as `folded`, set: 1 MiB."""
    bits = bytearray(_BITS // 8)
    for name in names:
        at = hash64(name) % _BITS
        bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def may_hold(bits: bytes, name: str) -> int:
    """Whether `name` may be among those that set `bits`: 0 if it is not."""
    at = hash64(name) % _BITS
    return bits[at >> 3] >> (at & 7) & 1
