import re

import pytest

from pipeline.clean.boilerplate import rows, without_boilerplate

STORY = ["The delegation arrived on Monday.", "It left on Tuesday, a spokesman said."]


@pytest.mark.parametrize(("where", "pattern", "example"), rows())
def test_pattern_matches_its_example_and_no_sentence(where, pattern, example):
    assert set(where.split(",")) <= {"start", "end", "any", "tail"}
    assert re.fullmatch(pattern, example)
    assert not any(re.fullmatch(pattern, line) for line in STORY)


@pytest.mark.parametrize(("where", "pattern", "example"), rows())
def test_example_goes_where_it_should(where, pattern, example):
    if where != "start":
        assert without_boilerplate([*STORY, example], None) == STORY
    if "start" in where:
        assert without_boilerplate([example, *STORY], None) == STORY
    if where == "any":
        assert without_boilerplate([STORY[0], example, STORY[1]], None) == STORY


def test_list_of_links_goes_with_its_heading_but_a_story_does_not():
    links = ["You may also like", "Ten facts about rivers", "How a dam is built"]
    assert without_boilerplate(STORY + links, None) == STORY
    with_sentence = [*STORY, "You may also like", "The dam will be built in June."]
    assert without_boilerplate(with_sentence, None) == with_sentence
