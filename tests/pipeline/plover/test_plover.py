import pytest

from pipeline.plover import intensity, modes, quad_class
from pipeline.records import EventType
from schemas import load


@pytest.mark.parametrize("event_type", list(EventType))
def test_every_type_has_a_quad_class_and_an_intensity(event_type):
    assert quad_class(event_type)
    assert -10 <= intensity(event_type, None) <= 10


def test_signs_follow_the_quad_class():
    for event_type, mode in modes():
        number = intensity(event_type, mode)
        assert -10 <= number <= 10
        if "CONFLICT" in quad_class(event_type) and event_type is not EventType.REQUEST:
            assert number < 0
        if "COOPERATION" in quad_class(event_type):
            assert number > 0


def test_an_unknown_mode_has_the_intensity_of_its_type():
    assert intensity(EventType.ASSAULT, "no such mode") == intensity(EventType.ASSAULT, None)


def test_a_massacre_is_worse_than_a_beating():
    assert intensity(EventType.ASSAULT, "massacre") < intensity(EventType.ASSAULT, "beat")


def test_quad_classes_are_those_of_the_schema():
    event = load("event")
    field = next(f for f in event["fields"] if f["name"] == "quad_class")
    assert {quad_class(t) for t in EventType} == set(field["type"]["symbols"])
