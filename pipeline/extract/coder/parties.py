"""The parties of what a noun names: whose it is, who did it, who is within it."""

from pipeline.extract.coder.lexicon import classes
from pipeline.extract.coder.roles import is_actor, is_someone
from pipeline.extract.coder.tree import BEFORE, Node, conjuncts, distinct, prepositional

TOWARD = (
    "against", "with", "on", "upon", "over", "about", "to", "from", "for", "at", "of", "into", "between", "toward",
    "towards", "in", "near", "inside",
)  # fmt: skip


def parties(noun: Node) -> tuple[list[Node], list[Node]]:
    """Actors and recipients of an event that a noun names:
    "Ann's visit to Rome", "talks between A and B", "US strikes on Syria", "attack by X on Y"."""
    phrases = prepositional(noun)
    between = phrases.get("between", []) + phrases.get("among", [])
    between = nations(between) or between
    if len(between) > 1:
        return between, list(between)
    objects = phrases.get("of", [])
    actors = (
        phrases.get("by", []) + owners(noun) + [n for o in objects for n in prepositional(o).get("by", [])]
    )
    if noun.lemma in classes()["DEPARTURE"] or (noun.lemma in classes()["JOURNEY"] and "to" in phrases):
        actors += [o for o in objects if is_actor(o)]
    within = [o for o in inside(noun) if o and not any(n in actors for n in o)]
    recipients = next((o for o in within if any(map(is_someone, o))), within[0] if within else [])
    return actors, recipients


def inside(node: Node, depth: int = 0) -> list[list[Node]]:
    """Actors within a phrase: "a bid by the minister", "Iran's plan", "an embargo on arms to Libya"."""
    phrases = prepositional(node)
    options = [behind(node)]
    options += [phrases[name] for name in TOWARD if name in phrases]
    if depth < 2:
        below = [n for name in TOWARD for n in phrases.get(name, []) if n.pos != "VERB"]
        options += [option for n in below for option in inside(n, depth + 1)]
    return [[n for n in option if is_actor(n)] for option in options]


def owners(noun: Node) -> list[Node]:
    """Whose a noun is: "Iran's plan", "a US strike"."""
    own = [c for c in noun.children if c.dep in BEFORE and (c.named or (c.dep == "poss" and is_actor(c)))]
    return [c for owner in own for c in conjuncts(owner)]


def behind(noun: Node) -> list[Node]:
    """Whose a noun is and who did it: "Iran's plan", "a raid by rebels", "crimes committed by soldiers"."""
    made = [v for v in noun.all("acl") if v.tag == "VBN"]
    return owners(noun) + [n for node in (noun, *made) for n in prepositional(node).get("by", [])]


def nations(actors: list[Node]) -> list[Node]:
    """ "British and Dutch ministers", "the ministers of Chad and Mali": the two nations, empty if not two."""
    if len(actors) != 1:
        return []
    own = actors[0].group
    named = [m for m in actors[0].all("amod", "compound", "nmod") if m.named and m.group != own]
    before = distinct([c for m in named for c in conjuncts(m)])
    phrases = prepositional(actors[0])
    behind = [[n for n in phrases.get(name, []) if n.entity == "GPE"] for name in ("of", "from")]
    return next((found for found in (before, *behind) if len(found) > 1), [])
