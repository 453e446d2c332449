"""The whole graph on one page: the way of one article from the input topic to the output topics."""

import apache_beam as beam
from apache_beam.pvalue import PCollection

from connectors.kafka.source import ReadFromKafka
from pipeline.clean.transform import Clean
from pipeline.commit import Commit
from pipeline.decode.transform import Decode
from pipeline.enrich.transform import Enrich
from pipeline.extract.transform import Extract
from pipeline.fingerprint.transform import FingerprintArticles
from pipeline.group.transform import Group
from pipeline.settings import Settings


def build(pipeline: beam.Pipeline, settings: Settings) -> PCollection:
    """Add Dateline's graph to `pipeline`.

    One element a source record all the way (`pipeline.records.Item`), so that one article in is exactly one
    outcome out: a step that settles an item, as a copy or as a dead letter, marks it, and the later steps
    pass it on to commit.
    """
    steps = settings.steps
    return (
        pipeline
        | "read" >> ReadFromKafka(settings.source)
        | "decode" >> Decode(steps.decode)
        | "clean" >> Clean(steps.clean)
        | "fingerprint" >> FingerprintArticles()
        | "group" >> Group(steps.group)
        | "extract" >> Extract(steps.extract)
        | "enrich" >> Enrich(steps.enrich)
        | "commit" >> Commit(settings.commit)
    )
