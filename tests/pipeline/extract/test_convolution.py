"""Convolutions by blocks give what thinc's layers give."""

import numpy as np
import pytest
from thinc.api import Maxout, Model, chain, expand_window, residual

from pipeline.extract.convolution import BLOCK, Convolution
from pipeline.extract.model import PACKAGED_MODEL, load_model

WIDTH = 32


def layer(window: int, pieces: int) -> Model:
    """A layer of thinc with made-up parameters."""
    maxout = Maxout(WIDTH, (2 * window + 1) * WIDTH, pieces, normalize=True, dropout=0.0)
    made = residual(chain(expand_window(window), maxout))
    made.initialize(X=np.zeros((1, WIDTH), np.float32), Y=np.zeros((1, WIDTH), np.float32))
    rng = np.random.default_rng(7)
    for part in made.walk():
        for name in part.param_names:
            part.set_param(name, rng.standard_normal(part.get_param(name).shape).astype(np.float32))
    return made


@pytest.mark.parametrize("tokens", [1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 3])
@pytest.mark.parametrize(("window", "pieces"), [(1, 3), (2, 2), (1, 1)])
def test_gives_what_the_layer_gives(tokens: int, window: int, pieces: int) -> None:
    vectors = np.random.default_rng(tokens).standard_normal((tokens, WIDTH)).astype(np.float32)
    before, made = vectors.copy(), layer(window, pieces)
    np.testing.assert_allclose(Convolution.of(made)(vectors), made.predict(vectors), rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(vectors, before)


def test_nothing_gives_nothing() -> None:
    assert Convolution.of(layer(1, 3))(np.zeros((0, WIDTH), np.float32)).shape == (0, WIDTH)


def test_takes_the_place_of_every_convolution_of_the_model() -> None:
    nlp = load_model(PACKAGED_MODEL)
    models = [nlp.get_pipe(name).model for name in ("tok2vec", "ner")]
    assert [sum(part.name.startswith("blocks(") for part in model.walk()) for model in models] == [4, 4]
