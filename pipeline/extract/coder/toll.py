"""Which of a sentence's events the killed and injured belong to."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.coder.casualties import INJURED, KILLED, losses
from pipeline.extract.coder.clauses import Clause
from pipeline.extract.coder.events import Found
from pipeline.extract.coder.tree import Node
from pipeline.records import EventType, Modality

HARMFUL = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST})
UNREAL = frozenset({Modality.PLANNED, Modality.HYPOTHETICAL})


@dataclass(frozen=True, slots=True)
class Toll:
    """Killed and injured, each None where no number is told."""

    killed: int | None = None
    injured: int | None = None


def tolls_of(found: Sequence[Found], nodes: list[Node], clauses: list[Clause]) -> list[Toll]:
    """The tolls of a sentence's events, in line with `found`.

    What may come has none. A loss belongs to the event whose trigger its word is nearest to in the tree, of the
    sentence's violence if it tells of any, and that nobody was hurt to all. Of several losses of one event and
    kind the greatest counts.
    """
    assaults = [f for f in found if f.reading.event_type is EventType.ASSAULT]
    harmful = assaults or [f for f in found if f.reading.event_type in HARMFUL]
    told: dict[Found, dict[str, int]] = {f: {} for f in harmful}
    for loss in losses(nodes, clauses) if harmful else ():
        far = {f: _distance(f.reading.trigger, loss.word) for f in harmful}
        nearest = (f for f in harmful if far[f] == min(far.values()) or not loss.number)
        for event in nearest:
            told[event][loss.effect] = max(told[event].get(loss.effect, 0), loss.number)
    real = [told.get(f, {}) if f.modality not in UNREAL else {} for f in found]
    return [Toll(toll.get(KILLED), toll.get(INJURED)) for toll in real]


def _distance(some: Node, other: Node) -> int:
    """Steps from one token of a sentence to another; from a token of another tree, more than any within."""
    above = {node.index: steps for steps, node in enumerate([some, *some.ancestors()])}
    for steps, node in enumerate([other, *other.ancestors()]):
        if node.index in above:
            return steps + above[node.index]
    return len(above) + steps
