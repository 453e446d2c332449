"""A model's embedding computed once for each word of a batch, not for each of its tokens.

An embedding layer of spaCy knows nothing of a token's neighbours: its features are its text, its norm and
whether a space follows. In a batch of some thousand tokens two of three repeat an earlier one.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from spacy.attrs import NORM, ORTH, SPACY
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model
from thinc.types import Floats2d

_KNOWN = [ORTH, NORM, SPACY]
_FACTOR = np.uint64(
    0x9E3779B97F4A7C15
)  # odd: 2⁶⁴ over the golden ratio, as in Knuth's multiplicative hashing


def embed_types(nlp: Language) -> None:
    """Replace the embedding layers in `nlp` by such as compute each word once. It can't be trained any more."""
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for layer in [layer for layer in model.walk() if _embeds(layer)]:
                model.replace_node(layer, Model(f"types({layer.name})", _forward, layers=[layer]))


def _embeds(layer: Model) -> bool:
    """Whether it goes from docs over single tokens' features to a list of vectors for each."""
    return layer.name.startswith("extract_features>>") and layer.name.endswith(">>ragged2list")


def _forward(
    model: Model, docs: Sequence[Doc], is_train: bool
) -> tuple[list[Floats2d], Callable[[Any], Any]]:
    if is_train:
        raise NotImplementedError("a model loaded to extract can't be trained")
    tokens = np.concatenate([cast(Any, doc.to_array(_KNOWN)) for doc in docs])
    keys = (tokens[:, 0] * _FACTOR ^ tokens[:, 1]) * _FACTOR ^ tokens[:, 2]
    _, first, of = np.unique(keys, return_index=True, return_inverse=True)
    (vectors,) = model.layers[0].predict([_doc(docs[0], tokens[first])])
    ends = np.cumsum([len(doc) for doc in docs])[:-1]
    return cast(list[Floats2d], np.split(vectors[of], ends)), lambda _: []


def _doc(like: Doc, tokens: Any) -> Doc:
    """A doc of `tokens`, each row of them the attributes in `_KNOWN`."""
    strings = like.vocab.strings
    rows = tokens.tolist()
    doc = Doc(like.vocab, [strings[orth] for orth, _, _ in rows], [bool(space) for _, _, space in rows])
    for token, (_, norm, _) in zip(doc, rows, strict=True):
        if token.norm != norm:
            token.norm_ = strings[norm]
    return doc
