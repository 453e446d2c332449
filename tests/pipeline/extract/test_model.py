"""The model as it is loaded says what the model's own components say."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

import pipeline.samples
from pipeline.extract.backend import BlasOps
from pipeline.extract.model import PACKAGED_MODEL, load_model, model_path
from pipeline.extract.remembered import NAME, remember_words

SAMPLES = Path(pipeline.samples.__file__).with_name("articles.jsonl")
PHRASES = (
    "Y'all gonna see that there's something doin'; let's go, c'mon, it ain't got ta be 'em.\n\nI did it."
)


@pytest.fixture(scope="module")
def rules() -> Language:
    """The model as spaCy loads it."""
    return spacy.load(model_path(PACKAGED_MODEL))


@pytest.fixture(scope="module")
def ours() -> Language:
    """The model as Dateline loads it."""
    return load_model(PACKAGED_MODEL)


def said(doc: Doc) -> Iterator[tuple[object, ...]]:
    """What is known of each token."""
    for token in doc:
        yield token.text, token.tag_, token.pos_, token.lemma_, token.dep_, token.head.i, token.ent_type_


def texts() -> list[str]:
    """The samples that bring a text."""
    lines = SAMPLES.read_text(encoding="utf-8").splitlines()
    return [article["text"] for article in map(json.loads, lines) if article.get("text")]


def test_says_the_same_of_real_sentences(rules: Language, ours: Language) -> None:
    assert NAME in ours.pipe_names
    for text in [*texts(), PHRASES]:
        assert list(said(ours(text))) == list(said(rules(text)))


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.sampled_from("abgnotIY '\n.,-"), max_size=60))
def test_says_the_same_of_any_text(rules: Language, ours: Language, text: str) -> None:
    own = rules.get_pipe("attribute_ruler"), rules.get_pipe("lemmatizer")
    doc = ours(text)
    with ours.select_pipes(disable=[NAME]):
        bare = ours(text)
    for component in own:
        bare = component(bare)
    assert list(said(doc)) == list(said(bare))


def test_remembers_over_memory_zones(ours: Language) -> None:
    word = "Zanzibaritries"
    for _ in range(2):
        with ours.memory_zone():
            assert ours(f"The {word} met.")[1].lemma_


def test_forgets_rather_than_grows(rules: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract.remembered.MOST", 3)
    nlp = spacy.load(model_path(PACKAGED_MODEL))
    remember_words(nlp)
    for text in ("The ministers met.", "They signed a treaty.", "The ministers met."):
        assert list(said(nlp(text))) == list(said(rules(text)))
    remembered = nlp.get_pipe(NAME)
    assert len(remembered._recent) + len(remembered._older) < 14


def test_leaves_a_model_without_such_rules_as_it_is() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    remember_words(nlp)
    assert nlp.pipe_names == ["sentencizer"]


def test_multiplies_as_numpy_does() -> None:
    ops, plain = BlasOps(), NumpyOps()
    x, y = plain.alloc2f(3, 4) + 2, plain.alloc2f(4, 5) + 3
    assert (ops.gemm(x, y) == 24).all()
    assert (ops.gemm(x.T, y.T, trans1=True, trans2=True) == plain.gemm(x, y)).all()
    out = plain.alloc2f(3, 5)
    assert ops.gemm(x, y, out=out) is out
    assert (out == 24).all()


def test_reads_docs_of_any_length_in_one_batch(rules: Language, ours: Language) -> None:
    batch = ["", "It ain't so.", "", "It ain't so. It  isn't.\n", " "]
    for own, plain in zip(ours.pipe(batch), rules.pipe(batch), strict=True):
        assert list(said(own)) == list(said(plain))


def test_is_not_to_be_trained(ours: Language) -> None:
    doc = ours.make_doc("They met.")
    with pytest.raises(NotImplementedError):
        ours.get_pipe("tok2vec").model.begin_update([doc])
