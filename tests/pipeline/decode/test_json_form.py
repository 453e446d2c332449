import pytest

from pipeline.errors import Reason
from pipeline.ids import hashed
from tests.pipeline.decode.conftest import Refused, read

JSON = ("content-type", b"application/json")


def test_the_fields_of_the_schema() -> None:
    article = read(
        {
            "id": "n-1",
            "title": "Envoy arrives",
            "text": "The envoy arrived.",
            "published_at": "2023-09-17T10:00:00+02:00",
            "source": "Gazette",
            "url": "https://gazette.example/1",
            "language": "en",
        }
    )
    assert article.article_id == "n-1"
    assert (article.title, article.text, article.html) == ("Envoy arrives", "The envoy arrived.", None)
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2023-09-17T10:00:00+02:00"
    assert (article.source, article.url, article.language) == ("Gazette", "https://gazette.example/1", "en")


@pytest.mark.parametrize(
    ("given", "field", "expected"),
    [
        ({"body": "x"}, "text", "x"),
        ({"articleBody": "x"}, "text", "x"),
        ({"content": "<p>x</p>"}, "html", "<p>x</p>"),
        ({"content_html": "<p>x</p>"}, "html", "<p>x</p>"),
        ({"text": "<3"}, "text", "<3"),
        ({"text": "x", "headline": "h"}, "title", "h"),
        ({"text": "x", "Link": "u"}, "url", "u"),
        ({"text": "x", "publisher": {"name": "p"}}, "source", "p"),
        ({"text": "x", "inLanguage": "pt-BR"}, "language", "pt"),
        ({"text": "x", "language": "English"}, "language", None),
        ({"text": "x", "@id": 7}, "article_id", "7"),
        ({"text": "x", "url": "  "}, "url", None),
        ({"description": "d"}, "text", "d"),
        ({"description": "d", "text": ""}, "text", "d"),
        ({"description": "d", "html": "<p>x"}, "text", None),
        ({"text": " ", "html": "<p>x"}, "text", None),
        ({"text": "t", "html": "<p>x"}, "html", "<p>x"),
        ({"text": "", "body": "b"}, "text", "b"),
        ({"body": "b", "text": "t"}, "text", "t"),
        ({"text": ""}, "text", ""),
    ],
)
def test_names_that_publishers_use(given: dict[str, object], field: str, expected: object) -> None:
    assert getattr(read(given), field) == expected


def test_an_unused_or_empty_field_is_none() -> None:
    article = read(
        {"text": "x", "title": "", "published_at": "", "source": None, "likes": [1, {"deep": True}]}
    )
    assert (article.title, article.published_at, article.source) == (None, None, None)


def test_the_id_is_of_the_url_else_of_the_content() -> None:
    assert read({"text": "x", "url": "u"}).article_id == hashed("a", "u")
    assert read({"text": "y", "url": "u"}).article_id == hashed("a", "u")
    assert read({"text": "x", "title": "t"}).article_id == hashed("a", "t", "x")
    assert read({"html": "<p>x"}).article_id == hashed("a", "", "<p>x")
    assert read({"id": "", "text": "x"}).article_id == hashed("a", "", "x")


@pytest.mark.parametrize(
    "given",
    [
        {"text": ["a", "b"]},
        {"text": {"p": "a"}},
        {"text": 7},
        {"text": "x", "title": ["t"]},
        {"text": "x", "id": 1.5},
        {"text": "x", "id": True},
        {"text": "x", "source": {"name": 1}},
        {"text": "x", "url": {}},
        {"text": "x", "published_at": "soon"},
        {"text": "x", "published_at": {}},
        [{"text": "x"}],
    ],
)
def test_wrong_types(given: object, refused: Refused) -> None:
    assert refused(given).reason is Reason.WRONG_TYPE


def test_the_message_names_the_field_as_given(refused: Refused) -> None:
    assert str(refused({"articleBody": [1]})) == "'articleBody' is a list, not a string"


@pytest.mark.parametrize("given", [{}, {"title": "only a headline"}, {"text": None, "html": None}])
def test_no_content(given: object, refused: Refused) -> None:
    assert refused(given).reason is Reason.NO_CONTENT


@pytest.mark.parametrize(
    "given",
    [
        b'{"text": "cut',
        b'{"text": "x"} {"text": "y"}',
        b'{"text": "x", "n": NaN}',
        b'{"text": "x", "n": -Infinity}',
        b'{"text": "x", "n": ' + b"1" * 5000 + b"}",
        b'{"text": "\xff"}',
        b'{"text": ' + b"[" * 100_000,
        b'{"a":' * 100_000,
        b"{'text': 'x'}",
    ],
)
def test_what_is_not_json(given: bytes, refused: Refused) -> None:
    assert refused(given, JSON).reason is Reason.NOT_DECODABLE


@pytest.mark.parametrize("given", [b"[]", b'"text"', b"7", b"null"])
def test_json_that_is_no_object(given: bytes, refused: Refused) -> None:
    assert refused(given, JSON).reason is Reason.WRONG_TYPE


def test_json_in_another_charset() -> None:
    assert (
        read('{"text": "größer"}'.encode("latin-1"), ("Content-Type", b"text/json; charset=latin1")).text
        == "größer"
    )
    assert read(b'\xef\xbb\xbf{"text": "x"}').text == "x"


def test_vendor_types_are_json() -> None:
    assert read(b'{"text": "x"}', ("content-type", b"application/vnd.news.v2+json")).text == "x"


def test_lone_surrogates_are_replaced_everywhere() -> None:
    article = read(b'{"id": "\\udc00", "text": "a \\ud800 b", "title": "\\ud83d\\ude00", "url": "\\ud800"}')
    assert (article.text, article.title) == ("a \ufffd b", "\U0001f600")
    assert (article.article_id, article.url) == ("\ufffd", "\ufffd")


def test_null_bytes_and_marks_stay_for_cleaning() -> None:
    assert read({"text": "a\0b \u202eright to left\u202c"}).text == "a\0b \u202eright to left\u202c"
