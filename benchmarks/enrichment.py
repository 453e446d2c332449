"""What all of enrichment costs beside the language model: its time over that of the model, on the same articles.

    python -m benchmarks.enrichment [ARTICLES.jsonl] [--articles 150] [--rounds 5] [--json PATH]

Enrichment is whatever an article goes through but the event coder and the model: cleaning, fingerprint, areas and
grouping, finding and resolving times, quotes, places, entities, mentions of one event, and the main event. Each round
times the model and every part on the second half of the articles, so that a machine that slows down slows both. A
ratio of a round is the CPU time of a part over that of the model; printed are the least, the median and the most. The
steps of `enrich` are timed after it, on the same articles, so that its caches serve them.
"""

import gc
from collections.abc import Callable, Sequence
from functools import _lru_cache_wrapper
from typing import TypeVar, cast

import spacy
from spacy.language import Language

from benchmarks.coder import Parsed, read_articles, seconds
from benchmarks.report import emit, parser, rows
from benchmarks.rounds import spread
from connectors.records import Origin
from pipeline.clean.core import CleanSettings, clean
from pipeline.enrich.core import enrich
from pipeline.enrich.entities import cast_of
from pipeline.enrich.main_event import main_event
from pipeline.enrich.mentions import linked
from pipeline.enrich.places import resolve_places
from pipeline.enrich.places.areas import areas_of
from pipeline.enrich.places.gazetteer import gazetteer
from pipeline.enrich.ready import ready
from pipeline.enrich.times import resolve_times
from pipeline.extract.casing import truecased
from pipeline.extract.core import extract
from pipeline.extract.everyday import everyday_words
from pipeline.extract.model import PACKAGED_MODEL, model_path
from pipeline.extract.quotes import find_quotes
from pipeline.extract.times import find_times
from pipeline.fingerprint.core import fingerprint
from pipeline.group.index import Index
from pipeline.group.settings import GroupSettings
from pipeline.records import Article, Fingerprint, Grouping, Part

T = TypeVar("T")
PARTS = ("clean", "fingerprint", "areas", "group", "find times", "find quotes", "enrich")
"""What enrichment consists of, without overlap; the steps of `enrich` are shown below it."""


class Clock:
    """CPU time by part."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def time(self, part: str, work: Callable[[], T]) -> T:
        """What `work` gives; its time goes to `part`."""
        found: list[T] = []
        self.spent[part] = seconds(lambda: found.append(work()))
        return found[0]


def ratios(nlp: Language, articles: Sequence[Article]) -> dict[str, float]:
    """Of one round: part → its time over that of the model, on the second half of `articles`.

    Caches hold what the first half left in them, as they do for a new article of a stream.
    """
    _forget()
    half = len(articles) // 2
    _run(nlp, articles[:half])
    spent = _run(nlp, articles[half:])
    found = {part: time / spent["model"] for part, time in spent.items() if part != "model"}
    return {"all": sum(found[part] for part in PARTS), **found}


def _forget() -> None:
    """Empty all caches but those without bounds, which hold tables."""
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper) and each.cache_parameters()["maxsize"] is not None:
            each.cache_clear()


def _run(nlp: Language, articles: Sequence[Article]) -> dict[str, float]:
    clock, story = Clock(), Grouping("")
    cleaned = clock.time("clean", lambda: [clean(each, CleanSettings())[0] for each in articles])
    prints = clock.time("fingerprint", lambda: [fingerprint(a) for a in cleaned])
    clock.time("areas", lambda: [areas_of(a.title, a.text, gazetteer()) for a in cleaned])
    clock.time("group", lambda: _group(cleaned, prints))
    everyday = everyday_words(nlp)
    texts = [part for a in cleaned for part in truecased(a.title or "", a.text or "", everyday)]
    docs = clock.time("model", lambda: list(nlp.pipe(texts, batch_size=64)))
    clock.time("find times", lambda: [find_times(doc, Part.TEXT) for doc in docs])
    clock.time("find quotes", lambda: [find_quotes(doc, Part.TEXT) for doc in docs])
    both = list(zip(cleaned, extract(cast(Language, Parsed(nlp, docs)), cleaned), strict=True))
    made = clock.time("enrich", lambda: [enrich(a, story, e, "") for a, e in both])
    places = clock.time("  places", lambda: [resolve_places(a, e) for a, e in both])
    clock.time("  times", lambda: [resolve_times(e.times, a.published_at) for a, e in both])
    clock.time("  entities", lambda: [cast_of(a, e, p) for (a, e), p in zip(both, places, strict=True)])
    clock.time("  mentions", lambda: [linked(m.events) for m in made])
    clock.time(
        "  main event",
        lambda: [main_event(a, m.events, e.candidates) for (a, e), m in zip(both, made, strict=True)],
    )
    return clock.spent


def _group(articles: Sequence[Article], prints: Sequence[Fingerprint]) -> None:
    index = Index("en", GroupSettings())
    for n, (article, each) in enumerate(zip(articles, prints, strict=True)):
        index.decide(str(n), article.title, each, Origin("articles", 0, n), n)


def main() -> None:
    """Time the rounds, and print a line a part."""
    arguments = parser(__doc__, articles=150)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    nlp, articles = spacy.load(model_path(PACKAGED_MODEL)), read_articles(given.path, given.articles)
    _run(nlp, articles[:5])  # reads the tables
    ready()
    found = spread([ratios(nlp, articles) for _ in range(given.rounds)])
    emit("enrichment", given, found, rows(found))


if __name__ == "__main__":
    main()
