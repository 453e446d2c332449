"""What Dateline reaches on the evaluation kit, where that lies beside the checkout; a hundredth is left for chance."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.pool.processes import close_all
from tests.quality.evaluation import extract_as_is, sampled, score

EVERY = {
    "plv_train": 1,
    "gsr": 1,
    "muc_dev": 1,
    "giveme5w1h_dev": 1,
    "wiki_topics_dev": 3,
}  # all of the last would take too long
LEAST = [
    ("root", "plv_train", "macro_f1", 0.857),
    ("root", "plv_train", "top1_accuracy", 0.849),
    ("root", "plv_train", "coverage", 0.94),
    ("root", "plv_train", "precision", 0.86),
    ("root", "plv_train", "pair_f1", 0.753),
    ("root", "gsr", "macro_f1", 0.83),
    ("root", "gsr", "top1_accuracy", 0.855),
    ("root", "gsr", "pair_f1", 0.74),
    ("triple", "gsr", "triple", 0.645),
    ("topics", "wiki_topics_dev", "coded_political", 0.885),
    ("topics", "wiki_topics_dev", "contrast", 0.72),
    ("muc", "muc_dev", "incident_f1", 0.809),
    ("muc", "muc_dev", "mean_f1", 0.57),
    ("5w1h", "giveme5w1h_dev", "who_r", 0.815),
    ("5w1h", "giveme5w1h_dev", "what_core_r", 0.705),
    ("5w1h", "giveme5w1h_dev", "when_r", 0.88),
    ("5w1h", "giveme5w1h_dev", "where_r", 0.8),
]
MOST_ORDINARY = 0.16

Sample = Callable[[str], Path]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The folder of a set with what comes out for it, made when it is first asked for."""
    folder, samples = tmp_path_factory.mktemp("evaluation"), {}

    def of(name: str) -> Path:
        if name not in samples:
            samples[name] = sampled(name, EVERY[name], folder)
            extract_as_is(samples[name])
        return samples[name]

    yield of
    close_all()


@pytest.mark.parametrize(("task", "name", "figure", "least"), LEAST, ids=[f"{n}-{f}" for _, n, f, _ in LEAST])
def test_a_figure_does_not_fall(sample: Sample, task: str, name: str, figure: str, least: float) -> None:
    assert score(task, sample(name))[figure] >= least


def test_ordinary_news_is_left_alone(sample: Sample) -> None:
    assert score("topics", sample("wiki_topics_dev"))["coded_ordinary"] <= MOST_ORDINARY
