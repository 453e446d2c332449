"""The sightings of one part of an article: matches, with the words and the entity mentions around them."""

import string
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.enrich.places.evidence import Sighting
from pipeline.enrich.places.gazetteer import Entry, Gazetteer
from pipeline.enrich.places.senses import inside
from pipeline.enrich.places.spotting import Match, Word, matches, split_words
from pipeline.records import Mention, Part

CONTAINED = frozenset({", ", " (", ", in ", " in "})
"""What stands between a place and the larger one that it is in."""

_CAPITALS, _SAMPLE = 0.6, 2_000
_SMALL = string.ascii_lowercase.encode()


def sightings(text: str, part: Part, mentions: Sequence[Mention], known: Gazetteer) -> list[Sighting]:
    """What may be a toponym in `text`, a part of an article, in text order. `mentions` are those of that part."""
    run = split_words(text)
    found = list(matches(text, run, known, in_capitals(text)))
    starts = [word.start() for word in run]
    spans = [(m.span.start, m.span.end, m) for m in mentions]
    return [_sighting(text, part, run, starts, found, i, spans) for i in range(len(found))]


def in_capitals(text: str) -> bool:
    """Whether a text is in capitals throughout, as old wire copy is."""
    sample = text[:_SAMPLE]
    encoded = sample.encode("utf-8", "surrogatepass")
    small = len(encoded) - len(encoded.translate(None, _SMALL))
    if len(sample) - small <= _CAPITALS * small:
        return False  # even if all else were capitals
    return sum(map(str.isupper, sample)) > _CAPITALS * sum(map(str.isalpha, sample))


def _containers(text: str, left: Match, right: Match) -> tuple[Entry, ...]:
    """The larger places that `left` is written to be in: "Springfield, Illinois"."""
    if text[left.end : right.start] not in CONTAINED:
        return ()
    return tuple(b for b in right.entries if any(inside(a, b) for a in left.entries))


def _sighting(
    text: str,
    part: Part,
    run: list[Word],
    starts: list[int],
    found: list[Match],
    i: int,
    mentions: Sequence[tuple[int, int, Mention]],
) -> Sighting:
    match = found[i]
    start, end = match.start, match.end
    at = bisect_right(starts, start) - 1
    to = bisect_right(starts, end - 1)
    before = (text[run[at - 1].end() : start], run[at - 1][0]) if at > 0 else ("", "")
    after = (text[end : run[to].start()], run[to][0]) if to < len(run) else ("", "")
    return Sighting(
        match,
        text[start:end],
        part,
        before,
        after,
        mention=next((m for first, last, m in mentions if first < end and start < last), None),
        containers=_containers(text, match, found[i + 1]) if i + 1 < len(found) else (),
        container=i > 0 and bool(_containers(text, found[i - 1], match)),
    )
