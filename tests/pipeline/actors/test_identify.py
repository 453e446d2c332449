"""Who a noun phrase names: known answers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.actors import Identity, Kind, identify, is_political

DAY = date(2023, 9, 17)


def facts(phrase: str) -> tuple[str | None, str | None]:
    who = identify(phrase, DAY)
    return who.country, who.sector


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("Norway", "NOR", None),
        ("Zaire", "COD", None),
        ("three Kenyan women", "KEN", "CVL"),
        ("the Indian navy", "IND", "MIL"),
        ("Bolivian riot police", "BOL", "COP"),
        ("Greek fishermen", "GRC", "AGR"),
        ("Poland's constitutional court", "POL", "JUD"),
        ("the Chilean foreign ministry", "CHL", "GOV"),
        ("Downing Street", "GBR", "GOV"),
        ("Hanoi", "VNM", "GOV"),
        ("Gothenburg", "SWE", "CVL"),
        ("Malian Tuaregs", "MLI", None),
        ("Pataliputra police commissioner", None, "COP"),
        ("Buddhist monks", None, "REL"),
        ("Kurds", "TUR", None),
        ("Iraqi Kurds", "IRQ", None),
        ("Houthi fighters", "YEM", "REB"),
        ("Hezbollah gunmen", "LBN", "REB"),
        ("the World Health Organization", None, "IGO"),
        ("U.N. soldiers", None, "IGO"),
        ("Doctors Without Borders", None, "NGO"),
        ("opposition protesters", None, "OPP"),
        ("an opposition senator", None, "LEG"),
        ("the teachers' union", None, "LAB"),
        ("journalists in Manila", "PHL", "JRN"),
        ("a group of Danish nurses", "DNK", "MED"),
        ("dozens of armed rebels", None, "REB"),
    ],
)
def test_country_and_sector(phrase: str, country: str | None, sector: str | None) -> None:
    assert facts(phrase) == (country, sector)


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("the Brazilian embassy in Lisbon", "BRA"),
        ("Canada's ambassador to Cuba", "CAN"),
        ("US-backed Libyan fighters", "LBY"),
        ("a Nairobi-based charity", "KEN"),
        ("Iran-backed gunmen", None),
        ("protesters against Hungary", None),
        ("the West Bank", "PSE"),
        ("ethnic Chinese shopkeepers in Indonesia", "IDN"),
        ("the Hungarians of Slovakia", "SVK"),
        ("Bombay police", "IND"),
        ("Kharkov residents", "UKR"),
        ("the president of Mongolia", "MNG"),
    ],
)
def test_the_country_is_that_of_the_head(phrase: str, country: str | None) -> None:
    assert identify(phrase).country == country


def test_title_and_name_are_told_apart() -> None:
    who = identify("Peruvian Trade Minister Rosa Quispe Mamani", DAY)
    assert (who.name, who.role, who.kind) == ("Rosa Quispe Mamani", "trade minister", Kind.PERSON)
    assert (who.country, who.sector) == ("PER", "GOV")


def test_apposition_tells_the_function() -> None:
    who = identify("Ilze Kalve, Latvia's deputy health minister", DAY)
    assert (who.name, who.country, who.sector, who.role) == (
        "Ilze Kalve",
        "LVA",
        "GOV",
        "deputy health minister",
    )


@pytest.mark.parametrize(
    "phrase", ["Vladimir Putin", "Russian President Putin", "VLADIMIR PUTIN", "Mr. Putin"]
)
def test_forms_of_one_name_have_one_id(phrase: str) -> None:
    assert identify(phrase, DAY).id == "Q7747"


def test_the_day_decides_who_holds_an_office() -> None:
    assert identify("the French president", date(2010, 1, 1)).name == "Nicolas Sarkozy"
    assert identify("the French president", date(2020, 1, 1)).name == "Emmanuel Macron"
    assert identify("the French president").name is None
    assert identify("the French president", date(2040, 1, 1)).name is None


def test_the_day_decides_what_someone_is() -> None:
    assert identify("Angela Merkel", date(2015, 5, 1)).sector == "GOV"
    later = identify("Angela Merkel", date(2023, 5, 1))
    assert (later.country, later.sector, later.role) == ("DEU", "ELI", "former chancellor")


def test_former_holders_are_elite() -> None:
    assert facts("a former Spanish finance minister") == ("ESP", "ELI")
    assert facts("ex-President Hollande") == ("FRA", "ELI")


def test_title_with_surname_goes_to_who_was_in_office() -> None:
    assert identify("President Bush", date(1991, 1, 20)).name == "George H. W. Bush"
    assert identify("President Bush", date(2003, 3, 20)).name == "George W. Bush"


def test_a_relative_of_a_leader_is_someone_else() -> None:
    assert identify("Lara Trump", DAY).id != identify("Donald Trump", DAY).id


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("Washington", "USA"),
        ("Denzel Washington", None),
        ("Jordan", "JOR"),
        ("Michael Jordan", None),
        ("Turkey", "TUR"),
    ],
)
def test_namesakes_of_places(phrase: str, country: str | None) -> None:
    assert identify(phrase).country == country


def test_the_two_georgias() -> None:
    assert identify("Georgia").country == "GEO"
    assert identify("Georgia Gov. Dana Fields").country == "USA"


@pytest.mark.parametrize("phrase", ["Omar al-Bashir", "Omar el-Bashir", "President Omar El Bashir"])
def test_the_arabic_article_has_many_spellings(phrase: str) -> None:
    assert identify(phrase, date(2005, 1, 1)).name == "Omar al-Bashir"


def test_a_persons_name_is_not_that_of_a_company() -> None:
    assert identify("Gerald Ford").sector != "BUS"
    assert identify("Ford workers in Ohio").country == "USA"


def test_a_leaders_name_within_a_longer_name_is_somebody_else() -> None:
    assert identify("Barack Obama Foundation").sector != "GOV"
    assert identify("Juan Carlos Medina", date(2000, 1, 1)).country is None


def test_an_office_in_a_society_is_not_that_of_the_state() -> None:
    assert identify("the president of the French human rights league", DAY).name is None
    assert identify("the president of the French republic", date(2020, 1, 1)).sector == "GOV"


def test_a_rank_before_a_common_noun_is_an_adjective() -> None:
    assert facts("the major parties")[1] == "PTY"
    assert facts("a general strike")[1] is None


def test_lower_case_us_is_a_pronoun() -> None:
    assert identify("us").country is None
    assert identify("the US").country == "USA"


def test_curly_quotes_and_upper_case() -> None:
    assert facts("Sudan’s army") == facts("Sudan's army") == facts("SUDAN'S ARMY") == ("SDN", "MIL")


@pytest.mark.parametrize("phrase", ["the Chilean foreign ministry", "Chile's foreign ministry"])
def test_bodies_without_a_name_have_a_readable_id(phrase: str) -> None:
    assert identify(phrase).id == "office:CHL:foreign ministry"


def test_a_country_and_its_adjective_are_one() -> None:
    assert identify("Vietnamese").id == identify("Vietnam").id == "country:VNM"


def test_political_actors() -> None:
    assert is_political(identify("Mali"))
    assert is_political(identify("the rebels"))
    assert not is_political(identify("the midfielder"))
    assert not is_political(identify("Bakery customers"))


@given(st.text(max_size=60))
def test_any_text_has_an_identity(phrase: str) -> None:
    who = identify(phrase, DAY)
    assert isinstance(who, Identity)
    assert who.id
    assert who.country is None or len(who.country) == 3
