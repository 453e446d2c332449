import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decode.dates import read_date
from pipeline.errors import BadRecordError, Reason

SEVENTEENTH = "2023-09-17T00:00:00+00:00"
TEN = "2023-09-17T10:00:00+00:00"
TEN_BERLIN = "2023-09-17T10:00:00+02:00"


@pytest.mark.parametrize(
    ("given_as", "expected"),
    [
        ("2023-09-17", SEVENTEENTH),
        ("20230917", SEVENTEENTH),
        ("2023-W37-7", SEVENTEENTH),
        ("2023-09-17T10:00", TEN),
        ("2023-09-17 10:00:00", TEN),
        ("2023-09-17T10:00:00Z", TEN),
        ("2023-09-17t10:00:00z", TEN),
        ("20230917T100000Z", TEN),
        ("2023-09-17 10:00:00 UTC", TEN),
        ("2023-09-17T10:00:00.000000000Z", TEN),
        ("2023-09-17T10:00:00+02:00", TEN_BERLIN),
        ("2023-09-17T10:00:00+0200", TEN_BERLIN),
        ("2023-09-17 10:00:00 +0200", TEN_BERLIN),
        ("2023-09-17T10:00:00+02", TEN_BERLIN),
        ("2023-09-16T24:00:00Z", SEVENTEENTH),
        ("2023-09-17T10:00:00,5Z", "2023-09-17T10:00:00.500000+00:00"),
        ("  2023-09-17  ", SEVENTEENTH),
        ("Sun, 17 Sep 2023 10:00:00 GMT", TEN),
        ("Sun, 17 Sep 2023 10:00:00 -0000", TEN),
        ("Sun, 17 Sep 2023 10:00:00 +0200", TEN_BERLIN),
        ("17 Sep 23 10:00 EST", "2023-09-17T10:00:00-05:00"),
        ("Sun Sep 17 10:00:00 2023", TEN),
        (1694944800, TEN),
        (1694944800.25, "2023-09-17T10:00:00.250000+00:00"),
        (1694944800000, TEN),
        ("1694944800", TEN),
        ("1694944800000", TEN),
        (-86400, "1969-12-31T00:00:00+00:00"),
        (date(2023, 9, 17), SEVENTEENTH),
        (datetime(2023, 9, 17, 10), TEN),
    ],
)
def test_dates_as_publishers_write_them(given_as: object, expected: str) -> None:
    assert read_date(given_as).isoformat() == expected


@pytest.mark.parametrize(
    "given_as",
    [
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "9999-12-31",
        "1599-12-31",
        "2200-01-01",
        "2023-02-30",
        "2023-09",
        "03/04/2023",
        "yesterday",
        "Sun, 99 Sep 2023 10:00:00 GMT",
        "Sun, 17 Sep 2023 10:00:00 +9999",
        "9" * 5000,
        "\ud800",
        "\0",
        10**30,
        1e300,
        float("nan"),
        float("-inf"),
        True,
        ["2023-09-17"],
        {},
        None,
    ],
)
def test_what_is_no_date_is_a_wrong_type(given_as: object) -> None:
    with pytest.raises(BadRecordError) as caught:
        read_date(given_as)
    assert caught.value.reason is Reason.WRONG_TYPE
    assert str(caught.value).startswith("published_at")
    assert len(str(caught.value).encode()) < 200


@given(st.datetimes(datetime(1600, 1, 2), datetime(2199, 12, 30), timezones=st.timezones()))
def test_every_date_comes_back_as_it_was(when: datetime) -> None:
    offset = when.utcoffset()
    if offset is None or offset.total_seconds() % 60 or when.fold:
        return
    found = read_date(when.isoformat())
    assert (found.replace(tzinfo=None), found.utcoffset()) == (when.replace(tzinfo=None), offset)


@given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)))
def test_seconds_and_milliseconds_agree(when: datetime) -> None:
    seconds = int(when.replace(tzinfo=UTC).timestamp())
    assert read_date(seconds) == read_date(seconds * 1000) == read_date(str(seconds))


@given(st.text() | st.integers() | st.floats() | st.from_regex(r"[0-9TWZ:.,+\- ]{4,30}"))
def test_anything_else_is_refused_in_one_line(value: object) -> None:
    try:
        found = read_date(value)
    except BadRecordError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - either outcome is right
    else:
        assert found.tzinfo is not None
        assert json.dumps(found.isoformat())
