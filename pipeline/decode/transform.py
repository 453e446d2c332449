"""Decode as a Beam step."""

import functools
from dataclasses import replace

import apache_beam as beam
from apache_beam.pvalue import PCollection

from connectors.records import SourceRecord
from connectors.registry.client import RegistryClient
from connectors.registry.settings import RegistrySettings
from pipeline.decode.avro_form import SchemaLookup, no_registry, registry_lookup
from pipeline.decode.core import DecodeSettings, decode
from pipeline.records import Item


def decoded(record: SourceRecord, settings: DecodeSettings) -> Item:
    """`record` with its article, or as a dead letter."""
    lookup = _lookup(settings.registry)
    return Item(record).stepped(
        "decode", lambda item: replace(item, article=decode(record, settings, lookup))
    )


@functools.cache
def _lookup(registry: RegistrySettings | None) -> SchemaLookup:
    """One client and one memory of schemas a process: engines renew DoFns with nearly every bundle."""
    return registry_lookup(RegistryClient(registry)) if registry else no_registry


class Decode(beam.PTransform):
    """Source records to items with an article as it was given, or with a failure."""

    def __init__(self, settings: DecodeSettings) -> None:
        super().__init__()
        self._settings = settings

    def expand(self, records: PCollection) -> PCollection:
        """Decode each record."""
        settings = self._settings
        return records | "decode" >> beam.Map(lambda r: decoded(r, settings)).with_output_types(Item)
