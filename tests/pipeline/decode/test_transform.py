import pickle

import apache_beam as beam
from apache_beam.testing.util import assert_that, equal_to

from connectors.registry.settings import RegistrySettings
from pipeline.decode.core import DecodeSettings
from pipeline.decode.transform import Decode, decoded
from pipeline.errors import Reason
from tests.pipeline.decode.conftest import record


def test_a_bad_record_is_a_dead_letter_and_the_stream_goes_on() -> None:
    records = [record(b'{"text": "one"}'), record(b'{"text": '), record(None), record(b"four")]
    with beam.Pipeline() as pipeline:
        items = pipeline | beam.Create(records) | "decode" >> Decode(DecodeSettings())
        seen = items | beam.Map(
            lambda i: (i.article and i.article.text, i.failure and (i.failure.stage, i.failure.reason.value))
        )
        assert_that(
            seen,
            equal_to(
                [
                    ("one", None),
                    (None, ("decode", "NOT_DECODABLE")),
                    (None, ("decode", "NO_CONTENT")),
                    ("four", None),
                ]
            ),
        )


def test_the_record_stays_as_it_was() -> None:
    source = record(b"\xff", (("h", None),))
    item = decoded(source, DecodeSettings())
    assert item.record is source
    assert item.failure is not None
    assert item.failure.reason is Reason.NOT_DECODABLE


def test_settings_travel_to_workers() -> None:
    settings = DecodeSettings(registry=RegistrySettings("http://127.0.0.1:1", password="hidden"))
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert "hidden" not in repr(settings)
