"""Every table can be read, and says what is wrong with a line."""

from pathlib import Path

import pytest

from pipeline.tables import rows

ROOT = Path(__file__).parents[2]
TABLES = sorted(ROOT.glob("pipeline/**/*.tsv"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_table_explains_its_columns_and_repeats_no_line(path: Path) -> None:
    package = ".".join(path.parent.relative_to(ROOT).parts)
    found = [tuple(row) for row in rows(package, path.name)]
    assert path.read_text(encoding="utf-8").startswith("#")
    assert (
        [row for row in found if found.count(row) > 1] == []
        if len(found) < 3000
        else len(set(found)) == len(found)
    )


def test_a_row_of_another_length_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "words.tsv").write_text("# word\tkind\n\na\tb\nc\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ValueError, match=r"words\.tsv, line 4: 1 columns, where 2 are expected"):
        rows("knowledge", "words.tsv")
