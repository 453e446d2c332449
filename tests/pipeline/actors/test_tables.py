"""The data files hold together."""

from pipeline.actors import leaders
from pipeline.actors.tables import genders, listed, rows, words


def countries() -> set[str]:
    return {row[0] for row in rows("countries")}


def test_countries_are_listed_once() -> None:
    codes = [row[0] for row in rows("countries")]
    assert len(codes) == len(set(codes))
    assert all(len(code) == 3 and code.isupper() for code in codes)


def test_all_tables_name_known_countries() -> None:
    known = countries() | {""}
    assert {row[1] for row in rows("places")} <= known
    assert {row[2] for row in rows("organisations")} <= known
    assert {row[0] for row in rows("leaders")} <= known


def test_terms_end_after_they_begin() -> None:
    assert all(term.last is None or term.first <= term.last for term in leaders.terms())


def test_a_wikidata_item_belongs_to_one_name() -> None:
    items: dict[str, str] = {}
    named = [(row[6], listed(row[2])[0]) for row in rows("leaders")]
    named += [(row[4], row[0]) for row in rows("organisations")]
    for item, name in named:
        assert not item or items.setdefault(item, name) == name


def test_roles_are_listed_once() -> None:
    phrases = [row[0] for row in rows("roles")]
    assert len(phrases) == len(set(phrases))


def test_one_president_at_a_time() -> None:
    for month in range(1990, 2025):
        assert leaders.holder("USA", "president", leaders.date(month, 6, 1)) is not None


def test_given_names_have_a_gender() -> None:
    assert set(genders().values()) == {"m", "f"}
    assert "in" in words("home")
