"""How sure a candidate is: a logistic function of what can be seen in the sentence.

Features (confidence.tsv holds a weight for each, and how they were fitted):

strength            the lexicon's, times the operators' factors (0 to 1)
nominal, nominal:TYPE   the event is a noun alone
reciprocal          two or more named participants, each actor and recipient
depth               clauses above, at most 3
conj, relative, adverbial, reported   how the clause hangs on the one above
actor, recipient    there is one
named_*, political_*   one is named; is a state or a body or person of politics, force, law, protest,
                    or a name that the document shows with such an office
sport_actor, business_actor   the first actor is of sport, or is a company
agentless           a passive without agent
irreal              the modality is neither OCCURRED nor ONGOING
composed            an operator made the type
SPORT, ARTS, ...    words of the domain (see domains.py) in the sentence beside the event's own, at most 3
type:TYPE           the event type
political_words     words for political actors in the sentence, at most 3
second, again       a surer event of the sentence has another type, the same type: a sentence is told for one
                    event, and what else it mentions is more often background or misread
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extract.coder.compose import Reading
from pipeline.extract.coder.lexicon import rows
from pipeline.extract.coder.roles import is_political, role_of
from pipeline.extract.coder.tree import Node
from pipeline.records import EventType, Modality

RELATIONS = {
    "conj": "conj",
    "relcl": "relative",
    "acl": "relative",
    "advcl": "adverbial",
    "pcomp": "adverbial",
    "ccomp": "reported",
    "parataxis": "reported",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence offers all its events: domains, words for political actors, and the
    last names that its document shows to be political."""

    domains: Mapping[int, str]
    political_words: int
    names: frozenset[str]


BIAS = "bias"
MOST_WORDS = 3


@cache
def weights() -> dict[str, float]:
    """The weight of each feature, in log odds, and that of `BIAS`."""
    return {name: float(weight) for name, weight in rows("confidence.tsv")}


def log_odds(features: Mapping[str, float], table: Mapping[str, float]) -> float:
    """The sum of `table`'s weights over `features`; a feature without a weight counts nothing."""
    return table[BIAS] + sum(table.get(name, 0.0) * value for name, value in features.items())


def confidence(features: Mapping[str, float]) -> float:
    """0 to 1, the estimated chance that the event is there and its type right."""
    return round(1.0 / (1.0 + math.exp(-log_odds(features, weights()))), 4)


def beside_the_surest(
    several: Sequence[Mapping[str, float]], table: Mapping[str, float]
) -> list[dict[str, float]]:
    """Features of the events of one sentence, with what each is beside the one that is surest by `table`."""
    scores = [log_odds(features, table) for features in several]
    surest = max(range(len(several)), key=scores.__getitem__, default=0)
    return [
        dict(features) if index == surest else {**features, _beside(features, several[surest]): 1.0}
        for index, features in enumerate(several)
    ]


def _beside(features: Mapping[str, float], surest: Mapping[str, float]) -> str:
    return "again" if any(name.startswith("type:") and name in surest for name in features) else "second"


def features_of(
    reading: Reading, modality: Modality, actors: list[Node], recipients: list[Node], setting: Setting
) -> dict[str, float]:
    """The features of one event by name; those that are 0 are left out."""
    found: dict[str, float] = {"strength": reading.strength, f"type:{reading.event_type}": 1.0}
    found |= _of_domains(reading, setting.domains)
    found |= _of_participants("actor", actors, setting.names)
    found |= _of_participants("recipient", recipients, setting.names)
    found["political_words"] = float(min(3, setting.political_words))
    found["irreal"] = float(modality not in (Modality.OCCURRED, Modality.ONGOING))
    found["composed"] = float(bool(reading.operators) and reading.event_type is not EventType.OTHER)
    found["reciprocal"] = float(sum(a.named for a in actors) > 1 and actors[0] in recipients)
    if actors and role_of(actors[0]) == "ATH":
        found["sport_actor"] = 1.0
    if actors and role_of(actors[0]) == "BUS":
        found["business_actor"] = 1.0
    return found | _of_syntax(reading)


def _of_domains(reading: Reading, domains: Mapping[int, str]) -> dict[str, float]:
    own = {node.index for node in (reading.trigger, reading.noun) if node}
    words = Counter(domain for index, domain in domains.items() if index not in own)
    return {domain: float(min(MOST_WORDS, count)) for domain, count in words.items()}


def _of_participants(role: str, heads: list[Node], names: frozenset[str]) -> dict[str, float]:
    return {
        role: float(bool(heads)),
        f"named_{role}": float(any(h.named for h in heads)),
        f"political_{role}": float(any(is_political(h, names) for h in heads)),
    }


def _of_syntax(reading: Reading) -> dict[str, float]:
    clause = reading.clause
    if clause is None:
        return {"nominal": 1.0, f"nominal:{reading.event_type}": 1.0}
    top = reading.top or clause
    depth, above = 0, top.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    found = {"depth": float(min(3, depth)), "agentless": float(clause.passive and not clause.agents)}
    relation = RELATIONS.get(top.verb.dep)
    if relation:
        found[relation] = 1.0
    return found
