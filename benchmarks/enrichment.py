"""What all of enrichment costs beside the language model: its time over that of the model, on the same articles.

    python benchmarks/enrichment.py [ARTICLES.jsonl] [--articles 150] [--rounds 5] [--json]

Enrichment is whatever an article goes through but the event coder and the model: cleaning, fingerprint and grouping,
finding and resolving times, quotes, places, entities, mentions of one event, and the main event. Each round times
the model and then every part, so that a machine that slows down slows both. A ratio of a round is the CPU time of a
part over that of the model; printed are the least, the median and the most.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import cast

from coder import SAMPLES, Parsed, read_articles, seconds  # of this folder
from spacy.language import Language
from spacy.tokens import Doc

from connectors.records import Origin
from pipeline.clean.core import CleanSettings, clean
from pipeline.enrich.core import enrich
from pipeline.enrich.entities import cast_of
from pipeline.enrich.main_event import main_event
from pipeline.enrich.mentions import linked
from pipeline.enrich.places import event_place, resolve_places
from pipeline.enrich.times import event_times, resolve_times
from pipeline.extract.casing import truecased
from pipeline.extract.core import extract
from pipeline.extract.everyday import everyday_words
from pipeline.extract.model import PACKAGED_MODEL, load_model
from pipeline.extract.quotes import find_quotes
from pipeline.extract.times import find_times
from pipeline.fingerprint.core import fingerprint
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.records import Article, Fingerprint, Grouping, Part

PARTS = ("clean", "fingerprint", "group", "find times", "find quotes", "enrich")
"""What enrichment consists of, without overlap; the steps of `enrich` are shown beside it."""


def ratios(nlp: Language, articles: Sequence[Article]) -> dict[str, float]:
    """Of one round: part → its time over that of the model."""
    settings = CleanSettings()
    cleaned = [clean(article, settings)[0] for article in articles]
    everyday = everyday_words(nlp)
    texts = [part for a in cleaned for part in truecased(a.title or "", a.text or "", everyday)]
    docs: list[Doc] = []
    model = seconds(lambda: docs.extend(nlp.pipe(texts, batch_size=64)))
    parsed = cast(Language, Parsed(nlp, docs))
    prints = [fingerprint(a) for a in cleaned]
    found = extract(parsed, cleaned)
    both = list(zip(cleaned, found, strict=True))
    places = [resolve_places(a, e) for a, e in both]
    times = [resolve_times(e.times, a.published_at) for a, e in both]
    story = Grouping("")
    made = [enrich(a, story, e, "") for a, e in both]
    works: dict[str, Callable[[], object]] = {
        "clean": lambda: [clean(article, settings) for article in articles],
        "fingerprint": lambda: [fingerprint(a) for a in cleaned],
        "group": lambda: _group(cleaned, prints),
        "find times": lambda: [find_times(doc, Part.TEXT) for doc in docs],
        "find quotes": lambda: [find_quotes(doc, Part.TEXT) for doc in docs],
        "enrich": lambda: [enrich(a, story, e, "") for a, e in both],
        "  places": lambda: [resolve_places(a, e) for a, e in both],
        "  times": lambda: [resolve_times(e.times, a.published_at) for a, e in both],
        "  entities": lambda: [cast_of(a, e, p) for (a, e), p in zip(both, places, strict=True)],
        "  event places": lambda: [
            event_place(c, e, p) for e, p in zip(found, places, strict=True) for c in e.candidates
        ],
        "  event times": lambda: [
            event_times(c, e, t) for e, t in zip(found, times, strict=True) for c in e.candidates
        ],
        "  mentions": lambda: [linked(m.events) for m in made],
        "  main event": lambda: [
            main_event(a, m.events, e.candidates) for (a, e), m in zip(both, made, strict=True)
        ],
    }
    spent = {name: seconds(work) / model for name, work in works.items()}
    return {"all": sum(spent[part] for part in PARTS), **spent}


def _group(articles: Sequence[Article], prints: Sequence[Fingerprint]) -> None:
    index = Index("en", GroupSettings())
    for n, (article, each) in enumerate(zip(articles, prints, strict=True)):
        index.decide(str(n), article.title, each, Origin("articles", 0, n), n)


def main() -> None:
    """Time the rounds, and print a line a part."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, default=SAMPLES, metavar="ARTICLES.jsonl")
    parser.add_argument("--articles", type=int, default=150, help="read at most so many")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    nlp, articles = load_model(PACKAGED_MODEL), read_articles(options.path, options.articles)
    ratios(nlp, articles[:5])  # reads the tables
    rounds = [ratios(nlp, articles) for _ in range(options.rounds)]
    found = {
        name: {"least": min(of), "median": median(of), "most": max(of)}
        for name in rounds[0]
        for of in [[each[name] for each in rounds]]
    }
    if options.json:
        print(json.dumps({"articles": len(articles), "rounds": len(rounds), "ratios": found}))
        return
    for name, of in found.items():
        print(f"{name:<16} {of['least']:.3f}  {of['median']:.3f}  {of['most']:.3f}")


if __name__ == "__main__":
    main()
