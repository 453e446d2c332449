import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from rich.console import Console

from pipeline.cli.show import (
    article_line,
    day,
    dead_letter_line,
    event_line,
    is_told_better,
    parties,
    print_event,
    where,
)

ACTOR = {"text": "the minister", "name": "Wang Yi", "country": "CHN", "sector": "GOV"}
PLACE = {"text": "Tbilisi", "name": "Tbilisi", "country": "GEO", "kind": "city"}
TIME = {"value": "2024-10-10", "earliest": date(2024, 10, 10), "latest": date(2024, 10, 10)}


def event(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "event_type": "CONSULT",
        "mode": "visit",
        "quad_class": "VERBAL_COOPERATION",
        "modality": "PLANNED",
        "sentence": {"text": "The minister will\nvisit Tbilisi."},
        "actors": [ACTOR],
        "recipients": [{"text": "Georgia", "name": None, "country": None, "sector": None}],
        "place": PLACE,
        "time": TIME,
    }
    return made | changes


def test_an_event_is_one_line_of_tabs_in_a_pipe() -> None:
    expected = (
        "2024-10-10\tCONSULT visit\tWang Yi (CHN GOV) → Georgia\tTbilisi, GEO\tPLANNED\t"
        "The minister will visit Tbilisi."
    )
    assert event_line(event()) == expected
    console = Console(file=io.StringIO(), width=40)
    print_event(console, event())
    assert console.file.getvalue() == expected + "\n"  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [80, 120])
def test_an_event_fits_the_terminal(width: int) -> None:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    print_event(console, event(actors=[ACTOR, ACTOR | {"name": "A minister with a long name " * 3}]))
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert all(len(line) <= width for line in lines)
    assert "CONSULT" in lines[0]
    assert "planned" in lines[1]
    assert "“The minister will visit Tbilisi.”" in lines[-2]


def test_an_event_without_time_place_mode_or_parties_is_shown() -> None:
    bare = event(time=None, place=None, mode=None, actors=[], recipients=[])
    assert event_line(bare) == "\tCONSULT\t? → ?\t\tPLANNED\tThe minister will visit Tbilisi."


def test_those_who_act_on_each_other_are_joined_by_one_arrow() -> None:
    both = [ACTOR, ACTOR | {"name": "Russia", "country": "RUS", "sector": None}]
    assert parties(event(actors=both, recipients=both)) == ("Wang Yi (CHN GOV) ↔ Russia (RUS)", "")


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        (TIME | {"latest": date(2024, 10, 12)}, "2024-10-10/2024-10-12"),
        (TIME | {"earliest": None}, "/2024-10-10"),
        ({"value": "PRESENT_REF", "earliest": None, "latest": None}, "PRESENT_REF"),
    ],
)
def test_spans_of_days(time: dict[str, Any], shown: str) -> None:
    assert day(event(time=time)) == shown


def test_a_country_is_not_followed_by_its_own_code() -> None:
    assert where(event(place=PLACE | {"name": "Georgia", "kind": "country"})) == "Georgia"


def test_an_article_and_a_dead_letter_are_one_line_each() -> None:
    article = {
        "published_at": datetime(2024, 10, 8, 9, 12, tzinfo=UTC),
        "outcome": "DUPLICATE",
        "duplicate_of": "a-1",
        "title": "Ministers to meet",
        "article_id": "a-2",
        "places": [PLACE, PLACE],
    }
    assert article_line(article) == "2024-10-08 09:12\tDUPLICATE of a-1\tMinisters to meet\tTbilisi"
    update = article | {"outcome": "EXTRACTED", "duplicate_of": None, "update_of": "a-1"}
    assert article_line(update) == "2024-10-08 09:12\tEXTRACTED, update of a-1\tMinisters to meet\tTbilisi"
    letter = {
        "failed_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "stage": "decode",
        "reason": "NOT_DECODABLE",
        "origin": {"topic": "articles", "partition": 0, "offset": 7},
        "attempts": 2,
        "error": "cut short",
    }
    line = "2026-01-02 03:04:05\tdecode: NOT_DECODABLE\tarticles[0]@7\ttried 2×\tcut short"
    assert dead_letter_line(letter) == line


def test_an_event_told_better_elsewhere_is_known_by_its_link() -> None:
    assert is_told_better(event(mention_of="e-1"))
    assert not is_told_better(event(mention_of=None))
    assert not is_told_better({"outcome": "EXTRACTED"})
