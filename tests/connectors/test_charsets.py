import time

import pytest

from connectors.charsets import codec_of, content_type, page_text

GERMAN = "<p>Die Außenministerin sprach über die Lage; „schwierig“, sagte sie.</p>"
FRENCH = "<p>Le président a rencontré à Genève sa collègue, très inquiète du problème.</p>"
CHINESE = "<p>外交部长周一前往莫斯科，将与俄罗斯外长举行会谈。</p>"
RUSSIAN = "<p>Президент прибыл в Пекин на встречу с председателем.</p>"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('text/html; charset="Windows-1251"', ("text/html", "windows-1251")),
        ("APPLICATION/JSON", ("application/json", None)),
        ("text/plain;charset=UTF-8", ("text/plain", "utf-8")),
        ("", ("", None)),
        ("no media type", ("", None)),
        ("text/html; charset", ("text/html", "")),
    ],
)
def test_content_type(header: str, expected: tuple[str, str | None]) -> None:
    assert content_type(header) == expected


def test_a_content_type_that_goes_on_and_on_takes_no_time() -> None:
    began = time.thread_time()
    assert content_type("text/html; charset=utf-8" + '; a="b' * 200_000) == ("text/html", "utf-8")
    assert time.thread_time() - began < 1


def test_labels_are_read_as_browsers_read_them() -> None:
    assert codec_of("ISO-8859-1") == codec_of("latin1") == codec_of("us-ascii") == "cp1252"
    assert codec_of("GB2312") == "gb18030"


@pytest.mark.parametrize("label", ["unicode_escape", "idna", "zlib", "hex", "punycode", "", "\0", "é", None])
def test_codecs_that_are_no_encoding_of_pages_are_unknown(label: str | None) -> None:
    assert codec_of(label) is None


@pytest.mark.parametrize(
    ("page", "codec", "declared"),
    [
        (GERMAN, "utf-8", None),
        (GERMAN, "utf-8-sig", "latin-1"),
        (GERMAN, "utf-16", None),
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "cp1252", None),
        (FRENCH, "cp1252", None),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", None),
        (CHINESE, "gb18030", None),
        ('<meta charset="koi8-r">' + RUSSIAN, "koi8-r", None),
        (
            '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1251">' + RUSSIAN,
            "cp1251",
            None,
        ),
        ('<?xml version="1.0" encoding="iso-8859-5"?>' + RUSSIAN, "iso8859-5", None),
        ('<meta charset="utf-16">' + RUSSIAN, "utf-8", None),
        ('<meta charset="unicode_escape">' + GERMAN, "utf-8", None),
        ("<p>" + "plain ASCII first. " * 5_000 + "café", "cp1252", None),
    ],
)
def test_pages_in_any_charset(page: str, codec: str, declared: str | None) -> None:
    assert page_text(page.encode(codec), declared) == page


def test_a_few_damaged_bytes_do_not_lose_the_page() -> None:
    page = page_text(b"\xff" + GERMAN.encode("utf-8") + b"\xe2", "utf-8")
    assert page == "\ufffd" + GERMAN + "\ufffd"


def test_what_is_no_text_is_none() -> None:
    assert page_text(bytes(range(256)) * 40, "utf-8") is None
