"""What enrichment needs in memory before the first article."""

import gc
from functools import cache

from pipeline.actors import identify
from pipeline.enrich.places.gazetteer import gazetteer


@cache
def ready() -> None:
    """Load the large tables, once a process, and leave them out of garbage collection.

    They live as long as the process, but each full collection would walk over all of them: that took a sixth of
    enrichment's time. Raises UsageError if the gazetteer can't be made.
    """
    gazetteer()
    identify("the president of France")
    gc.collect()
    gc.freeze()
