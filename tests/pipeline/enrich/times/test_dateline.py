"""The day in a dateline, and what only looks like a dateline."""

from datetime import date

import pytest

from pipeline.enrich.times.dateline import LOOKED_AT, dateline_day


@pytest.mark.parametrize(
    "opening",
    [
        "LIMA, 19 May 2021 (Example Agency) — ",
        "LIMA, May 19, 2021 - ",
        "Lima, Peru, May 19th, 2021 (EA) -- ",
        "LIMA (Peru), Wednesday, 19 May 2021 – ",
        "PORT OF SPAIN, 19 MAY 21 (EXAMPLE AGENCY) -- [TEXT] ",
        "By Ana Silva\nLIMA, 19 May 2021 — ",
    ],
)
def test_a_dateline_with_its_year_tells_the_day(opening: str) -> None:
    assert dateline_day(opening + "The council met.") == date(2021, 5, 19)


@pytest.mark.parametrize(
    "text",
    [
        "LIMA, May 19 (Example Agency) - The council met.",
        "LIMA (Example Agency) - The council met on 19 May 2021 - a Wednesday.",
        "The council met on 19 May 2021 - a Wednesday - in Lima.",
        "In Lima, on 19 May 2021 - a Wednesday - the council met.",
        "LIMA, 31 February 2021 - The council met.",
        "The council met.\n" * (LOOKED_AT // 10) + "LIMA, 19 May 2021 - It met.",
        "",
    ],
)
def test_no_day_without_a_year_a_dateline_or_such_a_day(text: str) -> None:
    assert dateline_day(text) is None
