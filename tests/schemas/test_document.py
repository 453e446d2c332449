import pytest

import schemas
from schemas.document import BEGIN, END, README, tables, updated


def test_readme_is_up_to_date() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == updated(text), "run: python -m schemas.document"


def test_every_field_of_the_public_records_is_there() -> None:
    text = tables()
    for name in (schemas.ARTICLE, schemas.ENRICHED_ARTICLE, schemas.EVENT, schemas.DEAD_LETTER):
        for field in schemas.load(name)["fields"]:
            assert f"| `{field['name']}` |" in text
            assert field["doc"] in text


def test_only_the_part_between_the_markers_changes() -> None:
    assert updated(f"a{BEGIN}old{END}z") == f"a{BEGIN}\n\n{tables()}\n\n{END}z"
    with pytest.raises(ValueError, match="README"):
        updated("no markers")
