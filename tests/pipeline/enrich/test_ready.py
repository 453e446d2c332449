"""Tables are loaded once, and are no part of garbage collections."""

import gc

from pipeline.enrich.places.gazetteer import gazetteer
from pipeline.enrich.ready import ready


def test_tables_are_left_out_of_garbage_collection_once_a_process() -> None:
    ready()
    frozen = gc.get_freeze_count()
    assert frozen > 0
    assert not any(found is gazetteer() for found in gc.get_objects())
    ready()
    assert gc.get_freeze_count() <= frozen
