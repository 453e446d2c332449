import pytest
from spacy.language import Language

from tests.quality.golden import Column, judged

LEAST = {"type": 0.95, "mode": 0.95, "modality": 0.98, "actors": 0.95, "recipients": 0.95, "silence": 0.95}


@pytest.fixture(scope="module")
def columns(nlp: Language) -> dict[str, Column]:
    return judged(nlp)


@pytest.mark.parametrize("name", LEAST)
def test_sentences_are_read_as_they_are_meant(columns: dict[str, Column], name: str) -> None:
    column = columns[name]
    wrong = "\n".join(column.wrong)
    message = f"{column.right} of {column.judged} are right, {column.share:.3f}; wrong are:\n{wrong}"
    assert column.share >= LEAST[name], message
