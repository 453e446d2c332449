import pytest

from pipeline.actors.sources import sources


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        (
            "the Kenyan police",
            [("Kenyan", "countries.tsv", "KEN", None), ("police", "roles.tsv", None, "COP")],
        ),
        (
            "the foreign minister of Chad",
            [("foreign minister", "roles.tsv", None, "GOV"), ("Chad", "countries.tsv", "TCD", None)],
        ),
        ("grey teapots", []),
        ("", []),
    ],
)
def test_the_table_of_each_known_word(phrase: str, found: list[tuple[str, ...]]) -> None:
    assert [(s.text, s.table, s.country, s.sector) for s in sources(phrase)] == found
