"""The whole graph on one page: the way of one article from the input topic to the output topics."""

import apache_beam as beam
from apache_beam.pvalue import PCollection

from connectors.kafka.source import ReadFromKafka
from pipeline.clean.transform import Clean
from pipeline.commit import Commit
from pipeline.decode.transform import Decode
from pipeline.enrich.transform import Enrich
from pipeline.extract.transform import Extract
from pipeline.fingerprint.transform import Fingerprint
from pipeline.group.transform import Group
from pipeline.pool.transform import InPool, Spread
from pipeline.settings import Settings


def build(pipeline: beam.Pipeline, settings: Settings) -> PCollection:
    """Add Dateline's graph to `pipeline`.

    One element a source record all the way (`pipeline.records.Item`), so that one article in is exactly one
    outcome out: a step that settles an item, as a copy or as a dead letter, marks it, and the later steps
    pass it on to commit. Steps that look at an article alone run in a pool of processes, on every core.
    """
    steps = settings.steps
    return (
        pipeline
        | "read" >> ReadFromKafka(settings.source)
        | "decode" >> Decode(steps.decode)
        | "clean, fingerprint" >> InPool(steps.pool, Clean(steps.clean), Fingerprint())
        | "group" >> Group(steps.group)
        | "spread" >> Spread()
        | "extract, enrich" >> InPool(steps.pool, Extract(steps.pool.model), Enrich(steps.enrich))
        | "commit" >> Commit(settings.commit)
    )
