import numpy as np
import pytest

from training.fitting import Example, cross_validated, fit, judge, write

KNOWN = {"bias": -0.5, "noun": 1.5, "passive": -1.0, "strength": 2.0}


def drawn(count: int) -> list[Example]:
    """Examples whose truth is drawn with the chance that the known weights give them."""
    random = np.random.default_rng(3)
    examples = []
    for number in range(count):
        features = {
            "noun": float(random.integers(2)),
            "passive": float(random.integers(2)),
            "strength": float(random.random()),
        }
        score = KNOWN["bias"] + sum(KNOWN[name] * value for name, value in features.items())
        holds = bool(random.random() < 1 / (1 + np.exp(-score)))
        examples.append(Example(features, holds, article=f"article-{number}"))
    return examples


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return drawn(20_000)


def test_known_weights_are_recovered(examples: list[Example]) -> None:
    assert fit(examples, "bias", 1e-3) == pytest.approx(KNOWN, abs=0.15)


def test_the_penalty_shrinks_all_but_the_bias(examples: list[Example]) -> None:
    found = fit(examples, "bias", 1e9)
    share = np.mean([example.holds for example in examples])
    assert found["bias"] == pytest.approx(np.log(share / (1 - share)), abs=1e-3)
    assert all(abs(weight) < 1e-3 for name, weight in found.items() if name != "bias")


def test_an_example_that_counts_twice_is_as_good_as_two(examples: list[Example]) -> None:
    few = examples[:200]
    doubled = [Example(e.features, e.holds, 2.0, e.article) for e in few]
    assert fit(doubled, "bias", 1.0) == pytest.approx(fit([*few, *few], "bias", 1.0), abs=1e-6)


def test_examples_of_one_kind_get_finite_weights() -> None:
    found = fit([Example({"noun": 1.0}, holds=True)] * 5, "bias", 1.0)
    assert np.isfinite(list(found.values())).all()
    assert judge([Example({"unheard of": 1.0}, holds=True)], found, "bias").chances[0] > 0.5


def test_chances_across_folds_are_calibrated(examples: list[Example]) -> None:
    judged = cross_validated(examples, "bias", 1.0)
    assert judged.log_loss < np.log(2)
    for low, count, share in judged.by_tenths():
        if count > 500:
            assert low - 0.05 < share < low + 0.15


def test_the_table_has_comments_the_bias_first_and_two_decimals(tmp_path) -> None:
    table = tmp_path / "weights.tsv"
    write(table, ["feature\tweight"], {"b": -0.001, "a": 1.239, "bias": -2.5}, "bias")
    assert table.read_text() == "# feature\tweight\nbias\t-2.50\na\t1.24\nb\t0.00\n"
