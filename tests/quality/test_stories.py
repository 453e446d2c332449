"""Whether stories are told apart, with one setting for all sets, where the evaluation kit lies beside the checkout."""

from pathlib import Path

import pytest

from benchmarks.stories import LabelledSet
from pipeline.group.settings import GroupSettings

DATA = Path(__file__).parents[3] / "shared" / "eval" / "data"
LEAST = {"stories_dev": 0.9, "ecbplus_dev": 0.845, "stories_energy": 0.95}
NEAR = 0.01
MOST_LOST = 0.02

if not DATA.is_dir():
    pytest.skip("the evaluation kit is not here", allow_module_level=True)


@pytest.mark.parametrize("name", LEAST)
def test_stories_are_found_and_the_threshold_is_on_a_plateau(name: str) -> None:
    labelled, threshold = LabelledSet(DATA / name), GroupSettings().story_threshold
    figure = labelled.f1(threshold)
    assert figure >= LEAST[name]
    for near in (threshold - NEAR, threshold + NEAR):
        assert labelled.f1(near) >= figure - MOST_LOST
