"""Time against length: a small input says what is to be repeated until it is large.

Its first line is the target, then come what stands before, what is repeated, and what stands behind, parted by
the byte 0x1e. So a fuzzer that makes small inputs finds what takes the square of their length.
"""

from tests.fuzz.targets import feed, index, page, record, text

TARGETS = {
    "record": record.check,
    "text": text.check,
    "page": page.check,
    "feed": feed.check,
    "index": index.check,
}
SIZE = 100_000
_APART = b"\x1e"


def check(data: bytes) -> None:
    """At 100 kB an input takes no longer than any may."""
    name, _, rest = data.partition(b"\n")
    target = name.decode("latin-1")
    before, _, rest = rest.partition(_APART)
    repeated, _, behind = rest.partition(_APART)
    if target in TARGETS and repeated:
        times = max(1, (SIZE - len(before) - len(behind)) // len(repeated))
        TARGETS[target](before + repeated * times + behind)
