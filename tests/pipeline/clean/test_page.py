import time

import pytest

from pipeline.clean.page import read_page
from pipeline.errors import BadRecordError, Reason

PARAGRAPHS = "".join(
    f"<p>On day {n} the delegation met the mayor, and they talked about water and roads again.</p>"
    for n in range(6)
)


def page(body):
    return f"<html><head><title>Talks</title></head><body><article>{body}{PARAGRAPHS}</article></body></html>"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000,
        "<b>" * 50_000,
        "<a href=x>y</a>" * 100_000,
        "<p>x<b>y" * 20_000,
    ],
    ids=["deep", "unclosed", "wide", "both"],
)
def test_bomb_is_too_large_at_once(body):
    start = time.perf_counter()
    with pytest.raises(BadRecordError) as caught:
        read_page(page(body))
    assert caught.value.reason is Reason.TOO_LARGE
    assert time.perf_counter() - start < 5


def test_tag_with_a_hundred_thousand_attributes_is_left_out():
    tag = "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">"
    assert "On day 5" in read_page(page(tag)).text


def test_fragment_is_all_text():
    found = read_page("<p>Rain fell.</p><script>var x;</script><p>The river <b>rose</b>.<br>People left.</p>")
    assert found.text == "Rain fell.\nThe river rose.\nPeople left."


@pytest.mark.parametrize(
    "control", ["\1", "\x1b", "&#1;", "&#x1F;", "&#0008;", "&#xFFFE;", "\ufffe", "&#xD800;"]
)
def test_control_characters_are_left_out(control):
    assert (
        read_page(f"<p>Rain {control}fell.<br>{control}Peop{control}le left.").text
        == "Rain fell.\nPeople left."
    )
    assert "On day 5 the" in read_page(page(f"<p>{control}</p>")).text


@pytest.mark.parametrize("html", ["", "   ", "<html></html>", "<!-- -->", "\0", "<script>x</script>"])
def test_page_without_text_is_empty(html):
    assert read_page(html).text == ""


def whole(heading, title):
    body = f"<article><h1>{heading}</h1>{PARAGRAPHS}</article>"
    head = f"<title>{title}</title><meta property='og:title' content='{title}'>"
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>")


def test_first_heading_is_the_title_and_no_line_of_the_text():
    found = whole("Mayor meets the delegation", "Talks on water in Calver")
    assert found.text.startswith("On day 0 the delegation")
    assert found.title == "Talks on water in Calver"


@pytest.mark.parametrize(
    ("heading", "title", "read"),
    [
        (
            "Mayor meets the delegation",
            "Mayor meets the delegation - Calver Gazette",
            "Mayor meets the delegation",
        ),
        ("Politics", "Politics of water in Calver", "Politics of water in Calver"),
    ],
)
def test_name_of_the_site_behind_the_headline_is_no_part_of_the_title(heading, title, read):
    assert whole(heading, title).title == read
