"""A model's convolutions computed block by block, so that what they hold stays in the processor's cache.

A layer of spaCy's encoder takes each token's vector with those of its neighbours through a matrix, the largest of three
pieces, a normalisation, and adds what came in. Layer by layer over a batch, each of these steps would go through memory
of some megabytes; over a block of 256 tokens they need 700 kB. The sums are those of thinc's layers but for rounding.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from thinc.api import Model
from thinc.types import Floats2d

BLOCK = 256  # tokens
_EPSILON = np.float32(1e-8)  # as in thinc's layernorm
_INNER = "expand_window>>maxout>>layernorm"

F32 = npt.NDArray[np.float32]


def convolve_blocks(nlp: Language) -> None:
    """Replace the convolutions in `nlp` by such as compute by blocks. It can't be trained any more."""
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for layer in [layer for layer in model.walk() if _convolves(layer)]:
                model.replace_node(
                    layer, Model(f"blocks({layer.name})", _forward, attrs={"made": Convolution.of(layer)})
                )


def _convolves(layer: Model) -> bool:
    """Whether it adds to its input what one window, maxout and normalisation make of it."""
    return layer.name.startswith("residual(") and [
        inner.name.removesuffix(">>dropout") for inner in layer.layers
    ] == [_INNER]


@dataclass(frozen=True, slots=True)
class Convolution:
    """`weights` (window · width by pieces · width) and `bias` piece by piece, `gain` and `shift` of the width."""

    weights: F32
    bias: F32
    gain: F32
    shift: F32

    @classmethod
    def of(cls, layer: Model) -> "Convolution":
        """That of thinc's ``residual(expand_window >> maxout >> layernorm)``, whose parameters are set."""
        arrays: dict[str, Any] = {
            f"{part.name} {name}": part.get_param(name) for part in layer.walk() for name in part.param_names
        }
        outputs, pieces, inputs = arrays["maxout W"].shape
        return cls(
            np.ascontiguousarray(arrays["maxout W"].transpose(2, 1, 0).reshape(inputs, pieces * outputs)),
            np.ascontiguousarray(arrays["maxout b"].T.reshape(pieces * outputs)),
            arrays["layernorm G"],
            arrays["layernorm b"],
        )

    def __call__(self, vectors: F32) -> F32:
        """Vectors of the same shape (tokens by width)."""
        count, width = vectors.shape
        beside = len(self.weights) // width // 2
        padded = np.zeros((count + 2 * beside, width), np.float32)
        padded[beside : beside + count] = vectors
        windows = np.lib.stride_tricks.as_strided(
            padded, (count, len(self.weights)), padded.strides, writeable=False
        )
        made = np.empty_like(vectors)
        for first in range(0, count, BLOCK):
            block = slice(first, first + BLOCK)
            np.add(self._normal(self._largest(windows[block])), vectors[block], out=made[block])
        return made

    def _largest(self, windows: F32) -> F32:
        """The largest piece for each output."""
        pieces = np.ascontiguousarray(windows) @ self.weights
        pieces += self.bias
        width = len(self.gain)
        best = pieces[:, :width].copy()
        for at in range(width, pieces.shape[1], width):
            np.maximum(best, pieces[:, at : at + width], out=best)
        return best

    def _normal(self, values: F32) -> F32:
        """`values`, each row of mean 0 and variance 1, scaled and shifted."""
        values -= values.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", values, values) / np.float32(values.shape[1]) + _EPSILON
        values *= (1 / np.sqrt(variance))[:, None]
        values *= self.gain
        values += self.shift
        return values


def _forward(model: Model, vectors: Floats2d, is_train: bool) -> tuple[Floats2d, Callable[[Any], Any]]:
    if is_train:
        raise NotImplementedError("a model loaded to extract can't be trained")
    made: Convolution = model.attrs["made"]
    return cast(Floats2d, made(cast(F32, vectors))), lambda _: []
