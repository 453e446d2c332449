import itertools

from hypothesis import given
from hypothesis import strategies as st

from pipeline.group.homes import MIN_NAMES, Homes

OHIO, TEXAS, USA, NORWAY = "USA/Ohio", "USA/Texas", "USA/", "NOR/"
AREAS = st.lists(
    st.lists(st.sampled_from([OHIO, TEXAS, USA, NORWAY, "GBR/England"]), max_size=5), max_size=12
)


def homes(*articles, source="Example Gazette"):
    found = Homes()
    for areas in articles:
        found.add(0, source, tuple(areas))
    return found


def test_home_is_where_most_names_are():
    assert homes([OHIO, OHIO], [OHIO, NORWAY], [TEXAS]).of("Example Gazette") == OHIO


def test_home_is_a_country_if_no_division_has_enough():
    assert homes([USA] * 8, [OHIO]).of("Example Gazette") == USA
    assert homes([NORWAY] * 4).of("Example Gazette") == NORWAY


def test_no_home_of_too_few_names_of_the_whole_world_and_of_others():
    assert homes([OHIO] * (MIN_NAMES - 1)).of("Example Gazette") is None
    assert homes([OHIO, NORWAY, "GBR/England", "FRA/"]).of("Example Gazette") is None
    assert homes([OHIO] * 9).of("Other Gazette") is None
    assert homes([OHIO] * 9, source=None).of(None) is None


def test_a_generation_that_is_dropped_is_forgotten():
    found = homes([NORWAY] * 5)
    found.add(1, "Example Gazette", (OHIO,) * 4)
    assert found.of("Example Gazette") == NORWAY
    found.drop(0)
    assert found.of("Example Gazette") == OHIO
    found.drop(1)
    assert found.of("Example Gazette") is None


@given(AREAS)
def test_order_and_generations_do_not_matter(articles):
    one, other = Homes(), Homes()
    for at, areas in enumerate(articles):
        one.add(0, "s", tuple(areas))
        other.add(at % 3, "s", tuple(reversed(areas)))
    assert one.of("s") == other.of("s")
    home = one.of("s")
    assert home is None or home in {f"{a.split('/')[0]}/" for a in itertools.chain(*articles)} | set(
        itertools.chain(*articles)
    )
