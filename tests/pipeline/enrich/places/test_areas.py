"""Which areas a text is surely about."""

from pipeline.enrich.places.areas import MOST, areas_of
from pipeline.enrich.places.gazetteer import Gazetteer


def test_only_names_that_mean_one_area_count_and_each_once(known: Gazetteer) -> None:
    text = "Ohio and Ontario signed. Springfield watched; Ohio gained. Norway did not."
    assert areas_of("Ohio signs", text, known) == ("USA/Ohio", "CAN/Ontario", "NOR/")


def test_what_is_kept_is_bounded(known: Gazetteer) -> None:
    states = "Ohio, Texas, Iowa, Utah, Idaho, Oregon, Nevada, Alabama, Arizona, Kentucky, Montana, Nebraska, Vermont"
    countries = "Norway, Sweden, Finland, Denmark, Poland, Italy, Spain, Portugal, Austria, Hungary, Romania"
    assert len(areas_of(states, countries, known)) == MOST


def test_a_text_without_places_has_no_areas(known: Gazetteer) -> None:
    assert areas_of(None, "It rained all day.", known) == areas_of("", None, known) == ()
