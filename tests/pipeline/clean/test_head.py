"""The title and the day of a page, and that neither takes long."""

import time

import pytest

from pipeline.clean.page import read_page

TEXT = "<p>Ministers met in Oslo to talk about fish, the ministry said in a note to the press.</p>" * 4


def page(head: str, body: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}<article>{TEXT}</article></body></html>"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<meta property='og:title' content='Fish'><meta name='dc.title' content='Other'>", "Fish"),
        ("<meta name='DC.title' content=' '><meta name='citation_title' content=' Fish '>", "Fish"),
        ("<title>Fish</title>", "Fish"),
        ("", None),
    ],
)
def test_title(head: str, title: str | None) -> None:
    assert read_page(page(head)).title == title


def test_heading_is_the_title_where_the_head_has_none() -> None:
    assert read_page(page("<title>Gazette</title>", "<h1>Fish</h1>")).title == "Fish"


@pytest.mark.parametrize(
    "head",
    [
        "<meta property='article:published_time' content='2025-03-03T09:00:00Z'>",
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-03-03"}</script>',
        "<link rel='canonical' href='https://paper.example/2025/03/03/fish'>",
    ],
)
def test_day(head: str) -> None:
    assert str(read_page(page(head)).published_at) == "2025-03-03 00:00:00+00:00"


@pytest.mark.parametrize("repeated", ["<!--", '\\"', '"author"', "<"])
def test_metadata_that_goes_on_and_on_takes_no_time(repeated: str) -> None:
    began = time.thread_time()
    read_page(page(f'<script type="application/ld+json">{{"a": "{repeated * 20_000}</script>'))
    read_page(page(f"<meta property='article:tag' content='{repeated * 20_000}'>"))
    assert time.thread_time() - began < 2
