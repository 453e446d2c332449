"""Logistic regression over named features, and how well it does on what it has not seen."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

type Vector = NDArray[np.float64]

FOLDS = 5
_STEPS, _SETTLED = 50, 1e-8
_FREE = 1e-6
"""The penalty of the bias: as good as none, yet enough for examples that are all of one kind."""


@dataclass(frozen=True, slots=True)
class Example:
    """What was seen, whether the thing was there, how much that counts, and the article that it is of."""

    features: Mapping[str, float]
    holds: bool
    weight: float = 1.0
    article: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """Estimated chances of some examples, in their order, with the truth (1 or 0) and the examples' weights."""

    chances: Vector
    truth: Vector
    weights: Vector

    @property
    def log_loss(self) -> float:
        """Mean negative log likelihood, natural logarithm."""
        likelihood = np.where(self.truth == 1, self.chances, 1 - self.chances)
        return float(-np.average(np.log(likelihood), weights=self.weights))

    def f1(self, threshold: float) -> float:
        """F1 of taking what has at least the chance `threshold`, every example counted once."""
        taken = self.chances >= threshold
        return 2 * float(self.truth[taken].sum()) / max(1.0, float(taken.sum() + self.truth.sum()))

    def by_tenths(self) -> list[tuple[float, int, float]]:
        """For each tenth of chance that has examples: its lower end, how many, and the share that holds."""
        tenths = np.minimum(9, (self.chances * 10).astype(int))
        counts = [(tenth, tenths == tenth) for tenth in range(10)]
        return [(t / 10, int(at.sum()), float(self.truth[at].mean())) for t, at in counts if at.any()]


def fit(examples: Sequence[Example], bias: str, penalty: float) -> dict[str, float]:
    """The weight of each feature and of `bias`, by maximum likelihood less half of `penalty` times the sum of
    the squared weights, the bias exempt: Newton's method, which is iteratively reweighted least squares
    (Hastie, Tibshirani, Friedman: The Elements of Statistical Learning, 4.4). Deterministic.
    """
    names = [*sorted({name for example in examples for name in example.features}), bias]
    seen, truth, weights = _matrix(examples, names), _truth(examples), _weights(examples)
    ridge = np.diag([penalty] * (len(names) - 1) + [_FREE])
    found = np.zeros(len(names))
    for _ in range(_STEPS):
        chances = _logistic(seen @ found)
        slope = seen.T @ (weights * (chances - truth)) + ridge @ found
        curvature = (seen * (weights * chances * (1 - chances))[:, None]).T @ seen + ridge
        step = np.linalg.solve(curvature, slope)
        found -= step
        if abs(step).max() < _SETTLED:
            break
    return dict(zip(names, found.tolist(), strict=True))


def judge(examples: Sequence[Example], weights: Mapping[str, float], bias: str) -> Judged:
    """The chances that `weights` give to `examples`; a feature without a weight counts nothing."""
    names = [*(name for name in weights if name != bias), bias]
    scores = _matrix(examples, names) @ np.array([weights[name] for name in names])
    return Judged(_logistic(scores), _truth(examples), _weights(examples))


def cross_validated(examples: Sequence[Example], bias: str, penalty: float) -> Judged:
    """Each example judged by weights fitted without its article's fold; folds are by checksum of the article."""
    folds = np.array([zlib.crc32(example.article.encode()) % FOLDS for example in examples])
    chances = np.zeros(len(examples))
    for fold in range(FOLDS):
        kept = [e for e, at in zip(examples, folds, strict=True) if at != fold]
        left = [e for e, at in zip(examples, folds, strict=True) if at == fold]
        if left:
            chances[folds == fold] = judge(left, fit(kept, bias, penalty), bias).chances
    return Judged(chances, _truth(examples), _weights(examples))


def write(path: Path, header: Sequence[str], weights: Mapping[str, float], bias: str) -> None:
    """Write a table of weights, two decimals each, the bias first and the rest by name, under comment lines."""
    rows = [(bias, weights[bias]), *sorted((n, w) for n, w in weights.items() if n != bias)]
    lines = [*(f"# {line}" for line in header), *(f"{name}\t{_rounded(weight)}" for name, weight in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _rounded(weight: float) -> str:
    return f"{round(weight, 2) + 0.0:.2f}"


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> Vector:
    """A row an example, a column a name; the last name is the bias, which is always 1."""
    columns = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names)))
    matrix[:, -1] = 1.0
    for row, example in enumerate(examples):
        for name, value in example.features.items():
            if name in columns:
                matrix[row, columns[name]] = value
    return matrix


def _truth(examples: Sequence[Example]) -> Vector:
    return np.array([float(example.holds) for example in examples])


def _weights(examples: Sequence[Example]) -> Vector:
    return np.array([example.weight for example in examples])


def _logistic(scores: Vector) -> Vector:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -35, 35))))
