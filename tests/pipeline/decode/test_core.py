import pytest

from pipeline.errors import Reason
from tests.pipeline.decode.conftest import Refused, read

TEXT, HTML = ("content-type", b"text/plain"), ("content-type", b"text/html")


def test_a_tombstone_or_nothing_has_no_content(refused: Refused) -> None:
    assert refused(None).reason is Reason.NO_CONTENT
    assert refused(b"").reason is Reason.NO_CONTENT
    assert refused(b"", TEXT).reason is Reason.NO_CONTENT


def test_too_large(refused: Refused) -> None:
    error = refused(b"x" * 101, max_record_bytes=100)
    assert error.reason is Reason.TOO_LARGE
    assert "101" in str(error)
    assert read(b"x" * 100).text == "x" * 100


def test_plain_text() -> None:
    article = read("Grüße aus Kyjiw".encode())
    assert (article.text, article.html, article.title) == ("Grüße aus Kyjiw", None, None)
    assert (
        read("größer".encode("latin-1"), ("content-type", b"text/plain; charset=iso-8859-1")).text == "größer"
    )
    assert read(b'{"text": "x"}', TEXT).text == '{"text": "x"}'
    assert read(b"[Agency] The envoy arrived.").text == "[Agency] The envoy arrived."
    assert read(b" \n").text == " \n"


def test_text_that_is_not_in_its_charset(refused: Refused) -> None:
    for value, headers in ((b"gr\xf6\xdfer", ()), (b"gr\xf6\xdfer", (TEXT,)), (b"\x93\xfa", (TEXT,))):
        assert refused(value, *headers).reason is Reason.NOT_DECODABLE
    for charset in (b"unicode_escape", b"zlib", b"utf-9", b"\xff\xfe", b"x" * 3000):
        assert (
            refused(b"text", ("content-type", b"text/plain; charset=" + charset)).reason
            is Reason.NOT_DECODABLE
        )


@pytest.mark.parametrize(
    "value",
    [
        b"<!DOCTYPE html><p>x",
        b"\n <html><body>x",
        b"<p>x</p>",
        b"<!-- c --><p>x",
        b"<?xml version='1.0'?><html/>",
        b"\xef\xbb\xbf<p>x",
    ],
)
def test_html_is_recognised(value: bytes) -> None:
    article = read(value)
    assert article.text is None
    assert article.html == value.decode("utf-8-sig")


def test_html_in_its_own_charset() -> None:
    assert read("<p>größer".encode("latin-1"), HTML).html == "<p>größer"
    page = '<meta charset="windows-1251"><p>Пекин'
    assert read(page.encode("cp1251")).html == page


def test_html_that_is_no_text(refused: Refused) -> None:
    assert refused(bytes(range(256)) * 40, HTML).reason is Reason.NOT_DECODABLE


def test_an_unknown_or_missing_type_is_recognised_by_the_bytes() -> None:
    for header in (b"application/octet-stream", b"", None, b"\xff\x00", b"text", b"a/b; charset"):
        assert read(b'{"text": "x"}', ("content-type", header)).text == "x"


def test_headers_without_a_value_and_repeated_ones() -> None:
    assert read(b"x", ("content-type", None), ("avro-schema-fingerprint", None), ("", None)).text == "x"
    assert read(b"<p>x", HTML, TEXT).text == "<p>x"
    assert read(b"<p>x", ("CONTENT-TYPE", b"TEXT/PLAIN")).text == "<p>x"
