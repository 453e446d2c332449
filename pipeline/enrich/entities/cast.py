"""The cast of an article, put together from names, descriptions and pronouns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.actors import Identity, Kind, identify
from pipeline.enrich.entities.antecedents import (
    PRONOUN_REACH,
    SPEAKER_REACH,
    Occurrence,
    Stage,
    described,
    stands_for,
)
from pipeline.enrich.entities.descriptions import read_in_place, with_owner
from pipeline.enrich.entities.figures import Figures
from pipeline.enrich.entities.sightings import (
    Sighting,
    day_of,
    is_guess,
    is_known,
    name_keys,
    phrases,
    sightings,
)
from pipeline.records import Actor, Article, Entity, Extraction, Part, Phrase, Place, Span

FIRST_PERSON = frozenset({"i", "me", "myself"})
NAMED = frozenset({Kind.PERSON, Kind.ORG, Kind.COUNTRY, Kind.PLACE})


@dataclass(frozen=True, slots=True)
class Cast:
    """The entities of an article, and whom each phrase of its events and quotes names."""

    entities: tuple[Entity, ...]
    resolved: dict[Span, Identity] = field(default_factory=dict)
    on: date | None = None

    def actor(self, phrase: Phrase) -> Actor:
        """The participant that `phrase` names, resolved over the article; its text and offsets are kept.

        A pronoun of which it is not known whom it stands for has neither name nor id.
        """
        span = phrase.span
        who = self.resolved.get(span)
        if who is None and phrase.pronoun:
            return Actor(span.text, span.start, span.end, span.part)
        who = who or identify(span.text, self.on)
        return Actor(
            span.text, span.start, span.end, span.part, who.name, who.id, who.country, who.sector, who.role
        )


def cast_of(article: Article, extraction: Extraction, places: Sequence[Place | None]) -> Cast:
    """The cast of `article`. `places` stand in line with `extraction.mentions`.

    Names come first, those that the model marked and those in the phrases of events; then descriptions (the
    minister); then pronouns, which take only names and descriptions before them.
    """
    on = day_of(article)
    mentioned = sightings(article, extraction, places)
    told = list(dict.fromkeys(p for p in phrases(extraction) if not p.pronoun))
    marks: dict[tuple[Part, int], list[Sighting]] = {}
    for sighting in mentioned:
        marks.setdefault((sighting.span.part, sighting.sentence), []).append(sighting)
    full = [keys for m in mentioned if m.label == "PERSON" and len(keys := name_keys(m.name)) > 1]
    surnames = frozenset(keys[-1] for keys in full)
    named = [
        (p, s) for p in told if (s := _naming(p, marks.get((p.span.part, p.sentence), ()), on, surnames))
    ]
    figures = Figures()
    bearers = figures.build([*mentioned, *(s for _, s in named)])
    who = {p.span: figure for (p, _), figure in zip(named, bearers[len(mentioned) :], strict=True)}
    final = {id(figure): figure.identity() for figure in figures.all}
    names = [
        Occurrence(s.span, s.sentence, final[id(f)], f)
        for s, f in zip(mentioned, bearers[: len(mentioned)], strict=True)
    ]
    texts = {Part.TITLE: article.title or "", Part.TEXT: article.text or ""}
    read = {p.span: read_in_place(p, texts[p.span.part], on) for p in told if p.span not in who}
    stage = Stage(names)
    resolved = _descriptions(told, {s: final[id(f)] for s, f in who.items()}, Stage(names), stage, read)
    _pronouns(extraction, resolved, stage)
    return Cast(tuple(f.entity(final[id(f)]) for f in figures.all), resolved, on)


def _naming(
    phrase: Phrase, mentioned: Sequence[Sighting], on: date | None, surnames: frozenset[str]
) -> Sighting | None:
    """`phrase` as a sighting, if it names someone: by its own words, or because its head is a marked name, or because
    it is one of the `surnames` of the article's people, which the language model need not have marked again."""
    identity = identify(phrase.span.text, on)
    if identity.kind is Kind.UNKNOWN and _is_surname(phrase.span.text, surnames):
        return Sighting(phrase.span, phrase.sentence, identity, None, phrase.span.text)
    marked = next((m for m in mentioned if _covers(m.span, phrase.head)), None)
    if marked and (identity.kind is Kind.UNKNOWN or (marked.label == "PERSON" and identity.kind in NAMED)):
        facts = (
            identity if identity.name == marked.name or identity.country or identity.role else marked.identity
        )
        known = marked.identity if is_known(marked.identity) or identity.name != marked.name else facts
        return Sighting(marked.span, phrase.sentence, known, None, marked.name, guess=marked.guess)
    if identity.kind not in NAMED or identity.name is None or _inferred(identity, phrase):
        return None
    span = marked.span if marked else _name_span(phrase, identity.name)
    return Sighting(
        span, phrase.sentence, identity, None, identity.name, guess=is_guess(identity, phrase.span.text, on)
    )


def _is_surname(text: str, surnames: frozenset[str]) -> bool:
    return " " not in text and text[0].isupper() and name_keys(text)[0] in surnames


def _covers(outer: Span, inner: Span) -> bool:
    return outer.part is inner.part and outer.start <= inner.start and inner.end <= outer.end


def _inferred(identity: Identity, phrase: Phrase) -> bool:
    """Whether the name is that of an office's holder, whom the phrase does not name."""
    last = identity.name.split()[-1].lower() if identity.name else ""
    return identity.kind is Kind.PERSON and not any(
        w[0].isupper() and w.lower().startswith(last[:4]) for w in phrase.span.text.split()
    )


def _name_span(phrase: Phrase, name: str) -> Span:
    span = phrase.span
    at = span.text.find(name)
    if at < 0:
        return phrase.head
    return Span(name, span.start + at, span.start + at + len(name), span.part)


def _descriptions(
    told: Sequence[Phrase],
    who: dict[Span, Identity],
    names: Stage,
    stage: Stage,
    read: dict[Span, Identity],
) -> dict[Span, Identity]:
    """All phrases but pronouns resolved; those that name nobody join the `stage`."""
    resolved: dict[Span, Identity] = {}
    for phrase in told:
        if phrase.span in who:
            resolved[phrase.span] = who[phrase.span]
            continue
        identity = with_owner(phrase, read[phrase.span], names)
        again = described(phrase, identity, names)
        resolved[phrase.span] = again.identity if again else identity
        stage.add(
            Occurrence(phrase.span, phrase.sentence, resolved[phrase.span], again.figure if again else None)
        )
    return resolved


def _pronouns(extraction: Extraction, resolved: dict[Span, Identity], stage: Stage) -> None:
    """Add the pronouns to `resolved`. One does not stand for another participant of its own event; "I" is who is
    quoted."""
    for candidate in extraction.candidates:
        participants = (*candidate.actors, *candidate.recipients)
        for phrase in participants:
            if phrase.pronoun and phrase.span not in resolved:
                others = (resolved[p.span].id for p in participants if p is not phrase and p.span in resolved)
                _resolve(phrase, frozenset(others), resolved, stage)
    speakers = {quote.speaker.span for quote in extraction.quotes if quote.speaker}
    for phrase in phrases(extraction):
        if phrase.pronoun and phrase.span not in resolved:
            reach = SPEAKER_REACH if phrase.span in speakers else PRONOUN_REACH
            _resolve(phrase, frozenset(), resolved, stage, reach)
    for phrase in phrases(extraction):
        if phrase.pronoun and phrase.span.text.lower() in FIRST_PERSON:
            said = (q for q in extraction.quotes if q.speaker and _covers(q.span, phrase.span))
            speaker = next((q.speaker.span for q in said if q.speaker), None)
            if speaker in resolved:
                resolved[phrase.span] = resolved[speaker]


def _resolve(
    phrase: Phrase,
    excluded: frozenset[str],
    resolved: dict[Span, Identity],
    stage: Stage,
    reach: int = PRONOUN_REACH,
) -> None:
    found = stands_for(phrase, stage, excluded, reach)
    if found:
        resolved[phrase.span] = found.identity
